package dev.latchkey.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;

/** What Latchkey set out to reach, beside what was measured. */
final class Goals {
  private static final Quartiles NONE = new Quartiles(Double.NaN, Double.NaN, Double.NaN);

  /**
   * A measurement, the same by turns if it was made, and the most that it may be. The turns decide:
   * their spread is that of the code, the other's that of the machine.
   */
  private record Goal(
      String what, String unit, double limit, Quartiles measured, Quartiles byTurns) {
    String reached() {
      Quartiles judged = Double.isNaN(byTurns.median()) ? measured : byTurns;
      if (Double.isNaN(judged.median())) {
        return "not measured";
      }
      if (judged.median() > limit) {
        return judged.low() > limit ? "no" : "no, at times yes";
      }
      return judged.high() > limit ? "yes, at times no" : "yes";
    }
  }

  private final List<JsonNode> byTurns;
  private final List<Goal> goals = new ArrayList<>();

  /**
   * @param byTurns the rows of {@link ByTurns}
   */
  Goals(List<JsonNode> byTurns) {
    this.byTurns = byTurns;
  }

  void cached(JmhResults results) {
    for (String contender : List.of("latchkey-1", "latchkey-4", "latchkey-100")) {
      String origins = contender.substring("latchkey-".length());
      String what = "cached headers from a keyring of origins: " + origins;
      ratio(what, "× floor", 2.5, results, "", contender);
      add(what, "B/op", 0.5, results.bytes("", contender));
    }
    ratio("the same, 2 threads, 1 origin", "× floor", 2.5, results, "2 threads", "latchkey-1");
  }

  void okHttp(JmhResults results) {
    String group144 = "tokenLength 144";
    String group520 = "tokenLength 520";
    String hop = "OkHttp: attach a cached token, one hop, ";
    ratio(hop + "144 characters", "× floor", 1.35, results, group144, "latchkey-hop");
    ratio(hop + "520 characters", "× floor", 1.15, results, group520, "latchkey-hop");
    String both = "OkHttp: the same for a whole call, both halves, ";
    ratio(both + "144 characters", "× floor", 1.35, results, group144, "latchkey-installed");
    ratio(both + "520 characters", "× floor", 1.15, results, group520, "latchkey-installed");
  }

  void jdk(JmhResults results) {
    for (String group : results.groups()) {
      String what = "JDK: attach a cached token, " + group;
      ratio(what, "× builder copy", 0.7, results, group, "latchkey");
    }
  }

  void signing(JmhResults results) {
    String what = "HS256 token with claims of this request";
    ratio(what, "× floor", 1.1, results, "", "latchkey");
    add(what, "B/op", 900, results.bytes("", "latchkey"));
    String remembered = "HS256 token without claims of the request, over a second";
    ratio(remembered, "× floor", 0.15, results, "", "latchkey-x-signature");
  }

  void rs256(JmhResults results) {
    ratio("RS256", "× bare JDK", 1.05, results, "", "latchkey");
  }

  void es256(JmhResults results) {
    ratio("ES256", "× bare JDK", 1.05, results, "", "latchkey");
  }

  void sigV4(JmhResults results) {
    for (String group : results.groups()) {
      String what = "AWS Signature V4 of a request, " + group;
      ratio(what, "× AWS SDK", 0.5, results, group, "latchkey");
      add(what + ": allocated", "× AWS SDK", 0.5, results.bytesRatio(group, "latchkey"));
    }
  }

  void rfc9421(JmhResults results) {
    ratio("RFC 9421 with Ed25519", "× bare signature", 1.3, results, "", "latchkey");
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
    goals.add(new Goal(what, unit, limit, measured, NONE));
  }

  private void ratio(
      String what, String unit, double limit, JmhResults results, String group, String contender) {
    Quartiles turns = NONE;
    for (JsonNode row : byTurns) {
      if (row.path("topic").asText().equals(results.topic)
          && row.path("group").asText().equals(group)
          && row.path("contender").asText().equals(contender)) {
        turns = quartiles(row.path("ratio"));
      }
    }
    goals.add(new Goal(what, unit, limit, results.ratio(group, contender), turns));
  }

  static Quartiles quartiles(JsonNode node) {
    return new Quartiles(
        node.path("low").asDouble(Double.NaN),
        node.path("median").asDouble(Double.NaN),
        node.path("high").asDouble(Double.NaN));
  }

  void write(Markdown report) {
    report.table("", "unit", "goal", "measured", "by turns", "reached");
    for (Goal goal : goals) {
      report.row(
          goal.what,
          goal.unit,
          limit(goal),
          Markdown.spread(goal.measured),
          Markdown.spread(goal.byTurns),
          goal.reached());
    }
    report.end();
  }

  private static String limit(Goal goal) {
    return goal.unit.equals("B/op") && goal.limit < 1
        ? "0"
        : "≤ " + BigDecimal.valueOf(goal.limit).stripTrailingZeros().toPlainString();
  }
}
