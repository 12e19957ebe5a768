package dev.latchkey.benchmarks;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/**
 * Horizontal bars on a logarithmic scale, as SVG in colours that a light and a dark ground bear
 * both. The contenders are sorted, and those whose name starts with {@code latchkey} stand out.
 */
final class BarChart {
  private static final int NAMES = 210;
  private static final int BARS = 440;
  private static final int RIGHT = 110;
  private static final int TOP = 44;
  private static final int LINE = 22;

  private record Bar(String name, double value) {}

  private final String title;
  private final String axis;
  private final List<Bar> bars = new ArrayList<>();

  BarChart(String title, String axis) {
    this.title = title;
    this.axis = axis;
  }

  void add(String name, double value) {
    if (value > 0) {
      bars.add(new Bar(name, value));
    }
  }

  String svg() {
    bars.sort(Comparator.comparingDouble(Bar::value));
    double least = bars.stream().mapToDouble(Bar::value).min().orElse(1);
    double most = bars.stream().mapToDouble(Bar::value).max().orElse(10);
    int from = (int) Math.floor(Math.log10(least) - 0.01);
    int to = Math.max((int) Math.ceil(Math.log10(most)), from + 1);
    int bottom = TOP + LINE * bars.size();
    StringBuilder svg = new StringBuilder();
    svg.append(
        String.format(
            Locale.ROOT,
            """
            <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %d %d" font-family="sans-serif" font-size="13" role="img">
            <title>%s</title>
            <style>text{fill:#6e7781}.axis{stroke:#8c959f;stroke-opacity:.4}.peer{fill:#8c959f}.floor{fill:#bf8700}.own{fill:#2da44e}</style>
            <text x="10" y="20" font-size="15" font-weight="bold">%s</text>
            """,
            NAMES + BARS + RIGHT,
            bottom + 46,
            title,
            title));
    for (int power = from; power <= to; power++) {
      double x = x(Math.pow(10, power), from, to);
      svg.append(
          String.format(
              Locale.ROOT,
              "<path class=\"axis\" d=\"M%.1f %dV%d\"/><text x=\"%.1f\" y=\"%d\""
                  + " text-anchor=\"middle\">%s</text>%n",
              x,
              TOP - 8,
              bottom,
              x,
              bottom + 17,
              power < 0
                  ? "0." + "0".repeat(-power - 1) + "1"
                  : String.format("%,d", (long) Math.pow(10, power))));
    }
    int y = TOP;
    for (Bar bar : bars) {
      svg.append(
          String.format(
              Locale.ROOT,
              "<text x=\"%d\" y=\"%d\" text-anchor=\"end\">%s</text><rect class=\"%s\" x=\"%d\""
                  + " y=\"%d\" width=\"%.1f\" height=\"16\"/><text x=\"%.1f\" y=\"%d\">%s</text>%n",
              NAMES - 8,
              y + 13,
              bar.name,
              style(bar.name),
              NAMES,
              y,
              x(bar.value, from, to) - NAMES,
              x(bar.value, from, to) + 6,
              y + 13,
              Markdown.number(bar.value)));
      y += LINE;
    }
    svg.append(
        String.format(
            "<text x=\"%d\" y=\"%d\" text-anchor=\"middle\">%s</text>%n</svg>%n",
            NAMES + BARS / 2, bottom + 37, axis));
    return svg.toString();
  }

  private static double x(double value, int from, int to) {
    return NAMES + BARS * (Math.log10(value) - from) / (to - from);
  }

  private static String style(String name) {
    return name.startsWith("latchkey") ? "own" : name.equals("floor") ? "floor" : "peer";
  }
}
