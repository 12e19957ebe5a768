package dev.latchkey.examples.tool;

import java.util.List;

/**
 * One line of the table, or more where several headers went on the wire.
 *
 * @param wire the credentials as the vendor saw them, shortened
 */
record Row(
    String vendor,
    String client,
    String event,
    List<String> wire,
    String status,
    int requests,
    int issued,
    String foreignHostSaw) {}
