package dev.latchkey.examples.tool;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Secrets come from files and the environment: arguments are shown to every user by {@code ps}. */
final class Secrets {
  private final Map<String, String> environment;

  Secrets(Map<String, String> environment) {
    this.environment = environment;
  }

  /**
   * The text of the file, else of the environment variable.
   *
   * @throws IllegalArgumentException if there is neither; the message names both
   */
  String need(String option, @Nullable Path file, String variable) {
    return find(file, variable)
        .orElseThrow(
            () -> new IllegalArgumentException("Missing " + option + " <file>, or " + variable));
  }

  /** The text of the file, else of the environment variable, else nothing. */
  Optional<String> find(@Nullable Path file, String variable) {
    return file == null
        ? Optional.ofNullable(environment.get(variable)).map(Secrets::withoutLineBreak)
        : Optional.of(withoutLineBreak(text(file)));
  }

  /**
   * The text of a file.
   *
   * @throws IllegalArgumentException if it cannot be read; the message says why
   */
  static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (NoSuchFileException e) {
      throw new IllegalArgumentException("There is no file " + file, e);
    } catch (CharacterCodingException e) {
      throw new IllegalArgumentException("The file " + file + " is no UTF-8 text", e);
    } catch (IOException e) {
      String why = Files.isDirectory(file) ? " is a folder" : " cannot be read";
      throw new IllegalArgumentException("The file " + file + why, e);
    }
  }

  /** Editors and echo end a file with one that is no part of the secret. */
  private static String withoutLineBreak(String text) {
    return text.replaceFirst("\\R\\z", "");
  }
}
