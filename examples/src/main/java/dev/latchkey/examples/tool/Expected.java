package dev.latchkey.examples.tool;

/**
 * What an event should come to.
 *
 * @param requests how many reach the vendor, with those that are sent again
 * @param refusals how many of them it does not accept
 * @param credentials how many different credentials it sees
 * @param issued how many the keyring makes
 * @param visits how many requests reach the foreign host
 */
record Expected(int requests, int refusals, int credentials, int issued, int visits) {

  /** Calls that all go well at the first attempt. */
  static Expected calls(int requests, int credentials, int issued) {
    return new Expected(requests, 0, credentials, issued, 0);
  }
}
