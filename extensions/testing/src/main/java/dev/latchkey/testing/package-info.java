/**
 * Test doubles for code that calls APIs: a {@link dev.latchkey.testing.FakeVendor} on loopback that
 * checks credentials, a {@link dev.latchkey.testing.ManualClock}, and keys.
 */
@org.jspecify.annotations.NullMarked
package dev.latchkey.testing;
