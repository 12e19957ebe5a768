package dev.latchkey.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;

/** What Latchkey set out to reach, beside what was measured. */
final class Goals {
  /** A measurement, and the most that it may be. */
  private record Goal(String what, String unit, double limit, Quartiles measured) {
    String reached() {
      if (Double.isNaN(measured.median())) {
        return "not measured";
      }
      if (measured.median() > limit) {
        return measured.low() > limit ? "no" : "no, at times yes";
      }
      return measured.high() > limit ? "yes, at times no" : "yes";
    }
  }

  private final List<Goal> goals = new ArrayList<>();

  void cached(JmhResults results) {
    for (String contender : List.of("latchkey-1", "latchkey-4", "latchkey-100")) {
      String origins = contender.substring("latchkey-".length());
      String what = "cached headers from a keyring of origins: " + origins;
      add(what, "× floor", 2.5, results.ratio("", contender));
      add(what, "B/op", 0.5, results.bytes("", contender));
    }
    add("the same, 2 threads, 1 origin", "× floor", 2.5, results.ratio("2 threads", "latchkey-1"));
  }

  void okHttp(JmhResults results) {
    String group144 = "tokenLength 144";
    String group520 = "tokenLength 520";
    String hop = "OkHttp: attach a cached token, one hop, ";
    add(hop + "144 characters", "× floor", 1.35, results.ratio(group144, "latchkey-hop"));
    add(hop + "520 characters", "× floor", 1.15, results.ratio(group520, "latchkey-hop"));
    String both = "OkHttp: the same for a whole call, both halves, ";
    add(both + "144 characters", "× floor", 1.35, results.ratio(group144, "latchkey-installed"));
    add(both + "520 characters", "× floor", 1.15, results.ratio(group520, "latchkey-installed"));
  }

  void jdk(JmhResults results) {
    for (String group : results.groups()) {
      add(
          "JDK: attach a cached token, " + group,
          "× builder copy",
          0.7,
          results.ratio(group, "latchkey"));
    }
  }

  void signing(JmhResults results) {
    String what = "HS256 token with claims of this request";
    add(what, "× floor", 1.1, results.ratio("", "latchkey"));
    add(what, "B/op", 900, results.bytes("", "latchkey"));
    add(
        "HS256 token without claims of the request, over a second",
        "× floor",
        0.15,
        results.ratio("", "latchkey-x-signature"));
  }

  void rs256(JmhResults results) {
    add("RS256", "× bare JDK", 1.05, results.ratio("", "latchkey"));
  }

  void stampede(JsonNode rows) {
    for (JsonNode row : rows) {
      if (row.path("contender").asText().equals("latchkey")) {
        boolean fails = row.path("kind").asText().equals("failing");
        String what =
            String.format(
                "%,d %s at an empty slot%s",
                row.path("threads").asInt(),
                row.path("kind").asText().equals("virtual") ? "virtual threads" : "threads",
                fails ? ", the issue fails" : "");
        add(what, "issues", 1, quartiles(row.path("issues")));
        add(
            what + ": last answer",
            "× issue",
            fails ? 1.1 : 1.25,
            quartiles(row.path("lastAnswer")));
      }
    }
  }

  void renewal(JsonNode rows) {
    for (JsonNode row : rows) {
      if (row.path("contender").asText().equals("latchkey")) {
        String what = "reader during renewals of 50 ms";
        add(what + ": p99.9", "× without", 3, quartiles(row.path("p999Ratio")));
        Quartiles millis = quartiles(row.path("longestWithNanos")).times(1e-6);
        add(what + ": longest", "ms", 2, millis);
      }
    }
  }

  void calls(JsonNode rows) {
    for (JsonNode row : rows) {
      boolean okHttp = row.path("client").asText().equals("okhttp");
      String client = okHttp ? "OkHttp" : "JDK";
      String pair = row.path("base").asText() + " " + row.path("variant").asText();
      Quartiles cpu = quartiles(row.path("cpu")).percentMore();
      if (pair.equals("by-hand latchkey-cached")) {
        String what = "whole call, cached token, " + client;
        add(what, "% more CPU than header by hand", okHttp ? 2 : 0.5, cpu);
      } else if (pair.equals("none latchkey-hs256")) {
        String what = "whole call, HS256 with claims of the request, " + client;
        add(what, "% more CPU than no header", okHttp ? 8 : 7, cpu);
      }
    }
  }

  private void add(String what, String unit, double limit, Quartiles measured) {
    goals.add(new Goal(what, unit, limit, measured));
  }

  static Quartiles quartiles(JsonNode node) {
    return new Quartiles(
        node.path("low").asDouble(Double.NaN),
        node.path("median").asDouble(Double.NaN),
        node.path("high").asDouble(Double.NaN));
  }

  void write(Markdown report) {
    report.table("", "unit", "goal", "measured", "reached");
    for (Goal goal : goals) {
      report.row(goal.what, goal.unit, limit(goal), Markdown.spread(goal.measured), goal.reached());
    }
    report.end();
  }

  private static String limit(Goal goal) {
    return goal.unit.equals("B/op") && goal.limit < 1
        ? "0"
        : "≤ " + BigDecimal.valueOf(goal.limit).stripTrailingZeros().toPlainString();
  }
}
