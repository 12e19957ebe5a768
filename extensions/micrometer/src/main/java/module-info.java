/** Meters of a keyring's credentials, for Micrometer. */
// Micrometer has no module descriptor; its module's name is in its manifest, and so stays.
@SuppressWarnings({"requires-automatic", "requires-transitive-automatic"})
@org.jspecify.annotations.NullMarked
module dev.latchkey.micrometer {
  requires transitive dev.latchkey;
  requires transitive micrometer.core;
  requires static org.jspecify;

  exports dev.latchkey.micrometer;
}
