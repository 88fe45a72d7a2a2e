package dev.lanewise.engine;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads the JSON of the test data into maps, lists, strings without escapes, whole numbers and
 * booleans; anything else is refused.
 */
final class Json {
  private static final Pattern TOKEN =
      Pattern.compile(
          "\\s*(?:([{}\\[\\],:])|\"([^\"\\\\]*)\"|(-?\\d+)(?![.eE\\d])|(true|false))\\s*");

  private final String text;
  private final Matcher token;

  private Json(String text) {
    this.text = text;
    token = TOKEN.matcher(text);
    next();
  }

  /** The only value of {@code text}. */
  static Object parse(String text) {
    var json = new Json(text);
    var value = json.value();
    if (json.token.end() != text.length()) {
      throw json.unexpected();
    }
    return value;
  }

  private Object value() {
    if (token.group(2) != null) {
      return token.group(2);
    }
    if (token.group(3) != null) {
      return Integer.valueOf(token.group(3));
    }
    if (token.group(4) != null) {
      return Boolean.valueOf(token.group(4));
    }
    return switch (token.group()) {
      case String open when open.contains("{") -> object();
      case String open when open.contains("[") -> array();
      default -> throw unexpected();
    };
  }

  private Map<String, Object> object() {
    var members = new LinkedHashMap<String, Object>();
    next();
    while (!is("}")) {
      String name = token.group(2);
      if (name == null) {
        throw unexpected();
      }
      next();
      expect(":");
      if (members.put(name, value()) != null) {
        throw unexpected();
      }
      next();
      separator("}");
    }
    return members;
  }

  private List<Object> array() {
    var elements = new ArrayList<>();
    next();
    while (!is("]")) {
      elements.add(value());
      next();
      separator("]");
    }
    return elements;
  }

  /** After a member: a comma, which is passed, or the end. */
  private void separator(String end) {
    if (!is(end)) {
      expect(",");
      if (is(end)) {
        throw unexpected();
      }
    }
  }

  private boolean is(String sign) {
    return sign.equals(token.group(1));
  }

  private void expect(String sign) {
    if (!is(sign)) {
      throw unexpected();
    }
    next();
  }

  private void next() {
    int from = token.hasMatch() ? token.end() : 0;
    token.region(from, text.length());
    if (!token.lookingAt()) {
      throw new IllegalArgumentException("no JSON of the expected kind at character " + from);
    }
  }

  private IllegalArgumentException unexpected() {
    return new IllegalArgumentException(
        "unexpected " + token.group() + " at character " + token.start());
  }
}
