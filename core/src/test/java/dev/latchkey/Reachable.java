package dev.latchkey;

import java.lang.ref.Reference;
import java.lang.reflect.Array;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Finds all objects of this library that are reachable from others: through fields, inherited ones
 * and static ones too, through arrays, collections, maps, futures, references, and what a lambda
 * captured. Of other libraries' objects only those are followed that hold others.
 */
final class Reachable {
  private final Set<Object> seen = Collections.newSetFromMap(new IdentityHashMap<>());
  private final Deque<Object> next = new ArrayDeque<>();
  private final List<Object> ours = new ArrayList<>();

  private Reachable() {}

  /** Returns the objects, in the order in which they were found. */
  static List<Object> from(Object... roots) throws IllegalAccessException {
    Reachable search = new Reachable();
    for (Object root : roots) {
      search.add(root);
    }
    while (!search.next.isEmpty()) {
      search.visit(search.next.remove());
    }
    return search.ours;
  }

  private void add(Object object) {
    if (object != null && seen.add(object)) {
      next.add(object);
    }
  }

  private void visit(Object object) throws IllegalAccessException {
    Class<?> type = object.getClass();
    if (type.getName().startsWith("dev.latchkey.")) {
      ours.add(object);
      addFields(object);
    }
    if (object instanceof Object[] array) {
      for (int i = 0; i < Array.getLength(array); i++) {
        add(array[i]);
      }
    } else if (object instanceof Collection<?> collection) {
      collection.forEach(this::add);
    } else if (object instanceof Map<?, ?> map) {
      map.keySet().forEach(this::add);
      map.values().forEach(this::add);
    } else if (object instanceof com.github.benmanes.caffeine.cache.Cache<?, ?> cache) {
      add(cache.asMap());
    } else if (object instanceof AtomicReference<?> reference) {
      add(reference.get());
    } else if (object instanceof Reference<?> reference) {
      add(reference.get());
    } else if (object instanceof Throwable thrown) {
      add(thrown.getCause());
      add(thrown.getSuppressed());
    }
    if (object instanceof CompletableFuture<?> future) {
      addOutcome(future);
    }
  }

  private void addOutcome(CompletableFuture<?> future) {
    if (!future.isDone()) {
      return;
    }
    try {
      add(((Future<?>) future).get());
    } catch (Exception e) {
      add(e);
    }
  }

  private void addFields(Object object) throws IllegalAccessException {
    for (Class<?> type = object.getClass();
        type != null && type.getName().startsWith("dev.latchkey.");
        type = type.getSuperclass()) {
      for (Field field : type.getDeclaredFields()) {
        if (!field.getType().isPrimitive()) {
          add(value(field, object));
        }
      }
    }
  }

  private static Object value(Field field, Object object) throws IllegalAccessException {
    field.setAccessible(true);
    return field.get(Modifier.isStatic(field.getModifiers()) ? null : object);
  }
}
