#!/usr/bin/env python3
"""Writes docs/performance.md and its plots from what the benchmarks left in a folder.

Arguments: folder of the results, folder of the jars, file with the notes, folder for the page, and the
command that measured. Needs nothing but Python 3.8.
"""

import glob
import json
import math
import os
import platform
import re
import statistics
import sys

RESULTS, JARS, NOTES, DOCS, COMMAND = sys.argv[1:]
PEERS = """java-jwt jjwt-impl nimbus-jose-jwt caffeine google-auth-library-oauth2-http http-auth http-auth-aws
azure-core spring-security-oauth2-client okhttp-jvm jmh-core""".split()
CORE_JARS = """latchkey-core java-jwt jackson-databind jackson-core jackson-annotations caffeine jspecify
error_prone_annotations""".split()
ALLOCATED = "gc.alloc.rate.norm"


def spread(values, low=0.25, high=0.75):
    """Returns low, median and high of some values, or None if there are none."""
    if not values:
        return None
    ordered = sorted(values)

    def at(share):
        index = share * (len(ordered) - 1)
        below = int(index)
        above = min(below + 1, len(ordered) - 1)
        return ordered[below] + (index - below) * (ordered[above] - ordered[below])

    return at(low), at(0.5), at(high)


def extremes(values):
    """The extremes in place of the quartiles, where there are only a few values."""
    return spread(values, 0, 1)


def number(value):
    """Three digits, or all of them before the point."""
    if abs(value) < 0.005:
        return "0"
    return f"{value:,.0f}" if abs(value) >= 100 else f"{value:.1f}" if abs(value) >= 10 else f"{value:.2f}"


def text(values):
    """The median, and how far the measurements went."""
    if values is None:
        return "–"
    low, median, high = map(number, values)
    return median if low == high else f"{median} ({low}–{high})"


class Jmh:
    """One benchmark in several rounds: values by (group of parameters, contender)."""

    machines = set()

    def __init__(self, topic):
        self.nanos, self.bytes = {}, {}
        for file in sorted(glob.glob(os.path.join(RESULTS, topic + "-[0-9]*.json"))):
            with open(file, encoding="utf-8") as opened:
                for run in json.load(opened):
                    self.add(run)

    def add(self, run):
        parameters = dict(run["params"])
        contender = parameters.pop("contender")
        group = [f"{name} {value}" for name, value in parameters.items()]
        if run["threads"] > 1:
            group.append(f"{run['threads']} threads")
        key = ", ".join(group), contender
        # The median of a JVM, since a machine that is taken away for a moment is no property of the code.
        self.nanos.setdefault(key, []).append(median(run["primaryMetric"]))
        self.bytes.setdefault(key, []).append(median(run["secondaryMetrics"][ALLOCATED]))
        Jmh.machines.add(f"{run['vmName']} {run['vmVersion']}")

    def groups(self):
        return dict.fromkeys(group for group, _ in self.nanos)

    def ratio(self, group, contender, floor="floor", of=None):
        """The contender as a multiple of the floor of the same round."""
        of = self.nanos if of is None else of
        pairs = zip(of.get((group, contender), []), of.get((group, floor), []))
        return extremes([own / least for own, least in pairs if least])


def median(metric):
    return statistics.median(metric["rawData"][0])


def program(files):
    """What programs measured: lists of values by name."""
    values = {}
    for file in sorted(glob.glob(os.path.join(RESULTS, files))):
        with open(file, encoding="utf-8") as opened:
            for name, measured in json.load(opened).items():
                values.setdefault(name, []).extend(measured)
    return values


def table(columns, rows):
    lines = [columns, ["---"] + ["---:"] * (len(columns) - 1)] + rows
    return "".join("| " + " | ".join(line) + " |\n" for line in lines).replace("| --- ", "|---").replace(
        "| ---: ", "|---:").replace("---: |\n", "---:|\n")


def jmh_section(heading, about, results):
    if not results.nanos:
        return ""
    section = f"## {heading}\n\n{about}\n"
    for group in results.groups():
        rows = [
            [name, text(extremes(values)), number(statistics.median(results.bytes[within, name])),
             text(results.ratio(group, name))]
            for (within, name), values in results.nanos.items() if within == group
        ]
        section += "\n" + table([group, "ns/op", "B/op", "× floor"], rows)
    return section + "\n"


class Goals:
    """What Latchkey set out to reach, beside what was measured.

    Where the same was measured by turns, that decides: its spread is that of the code, the other's is that of
    the machine.
    """

    def __init__(self):
        self.rows = []
        self.by_turns = program("by-turns-*.json")
        self.earlier = program("earlier-by-turns-*.json")
        self.newer = program("newer-by-turns-*.json")

    def add(self, what, unit, limit, measured, turns=None, within_spread=False, earlier=None, newer=None):
        by_turns = spread(self.by_turns.get(turns, []))
        judged = by_turns or measured
        if judged is None:
            reached = "not measured"
        elif within_spread and judged[0] <= limit:
            reached = "yes" if judged[1] <= limit else "yes, within its spread"
        elif judged[1] > limit:
            reached = "no" if judged[0] > limit else "no, at times yes"
        else:
            reached = "yes, at times no" if judged[2] > limit else "yes"
        goal = "0" if unit == "B/op" and limit < 1 else f"≤ {limit:g}"
        earlier = spread(self.earlier.get(turns, [])) or earlier
        newer = spread(self.newer.get(turns, [])) or newer
        self.rows.append([what, unit, goal, text(measured), text(by_turns), text(newer), text(earlier), reached])


def goals(jmh, now, earlier, newer):
    """The goals, in the order of the page."""
    all_goals = Goals()
    add = all_goals.add

    def add_of(topic, name, summary, what, unit, limit, **options):
        add(what, unit, limit, summary(now[topic].get(name, [])),
            earlier=summary(earlier[topic].get(name, [])), newer=summary(newer[topic].get(name, [])), **options)

    for origins, limit in (1, 1.6), (4, 1.7), (100, 1.8):
        what, name = f"cached headers from a keyring of origins: {origins}", f"latchkey-{origins}"
        add(what, "× floor", limit, jmh["cached"].ratio("", name), f"CachedCredential {name}")
        add(what, "B/op", 0.05, extremes(jmh["cached"].bytes.get(("", name), [])))
    add("the same, 2 threads, 1 origin", "× floor", 1.8, jmh["cached"].ratio("2 threads", "latchkey-1"),
        "CachedCredential latchkey-1 threads=2")
    for what, name in ("whose credential is reused", "latchkey-lambda"), ("for each request, that does not block", "latchkey-single"):
        add(f"a lambda scheme {what}", "× a constant key", 1.3,
            jmh["cached"].ratio("", name, "latchkey-constant"), f"CachedCredential {name} floor=latchkey-constant")
    for what, name, limit in ("one hop", "latchkey-hop", 1.4), ("a whole call, both halves", "latchkey-installed", 1.8):
        for length in 144, 520:
            add(f"OkHttp: attach a cached token, {what}, {length} characters", "× floor", limit,
                jmh["okhttp"].ratio(f"tokenLength {length}", name), f"OkHttpAttach {name} tokenLength={length}")
    for takes_in, length in ("false", 144), ("false", 520), ("true", 144):
        add(f"JDK: attach a cached token, takesIn {takes_in}, tokenLength {length}", "× builder copy", 0.7,
            jmh["jdk"].ratio(f"takesIn {takes_in}, tokenLength {length}", "latchkey"),
            f"JdkAttach latchkey takesIn={takes_in},tokenLength={length}")
    hs256, what = "algorithm HS256", "HS256 token with claims of this request"
    add(what, "× floor", 1.15, jmh["signing"].ratio(hs256, "latchkey"), "Signing latchkey")
    add(what, "B/op", 800, extremes(jmh["signing"].bytes.get((hs256, "latchkey"), [])))
    add("HS256 token without claims of the request, over a second", "× floor", 0.1,
        jmh["signing"].ratio(hs256, "latchkey-x-signature"), "Signing latchkey-x-signature")
    for name in "RS256", "ES256":
        add(name, "× bare JDK", 1.05, jmh[name.lower()].ratio(f"algorithm {name}", "latchkey"),
            f"Signing latchkey algorithm={name}")
    for method in "GET", "POST":
        sigv4, group = jmh["sigv4"], f"method {method}, scheme sigv4"
        add(f"AWS Signature V4, {method}", "× AWS SDK", 0.5, sigv4.ratio(group, "latchkey"),
            f"RequestSignature latchkey scheme=sigv4,method={method}")
        add(f"AWS Signature V4, {method}: allocated", "× AWS SDK", 0.5,
            sigv4.ratio(group, "latchkey", of=sigv4.bytes))
    add("RFC 9421 with Ed25519", "× bare signature", 1.3,
        jmh["rfc9421"].ratio("method POST, scheme rfc9421", "latchkey"), "RequestSignature latchkey scheme=rfc9421")
    for client, name, cached, signed in ("okhttp", "OkHttp", 1.5, 5), ("jdk", "JDK", 0.5, 7):
        add_of("calls", f"{client} by-hand latchkey-cached cpu", spread,
               f"whole call, cached token, {name}", "% more CPU than header by hand", cached)
        add_of("calls", f"{client} none latchkey-hs256 cpu", spread,
               f"whole call, HS256 with claims of the request, {name}", "% more CPU than no header", signed)
    for kind, last in ("1,000 threads", 1.2), ("100 threads, failing", 1.1), ("10,000 virtual threads", 1.15):
        add_of("threads", f"{kind} latchkey issues", extremes, f"{kind}, at an empty slot", "issues", 1)
        add_of("threads", f"{kind} latchkey last", extremes, f"{kind}, at an empty slot: last answer", "× issue", last)
    for client, name in ("okhttp", "OkHttp"), ("jdk", "JDK"):
        add_of("load", f"{client} ratio", spread,
               f"whole calls of 64 threads during renewals and changes of keys, {name}: p99.9", "× without", 1,
               within_spread=True)
    add_of("renewal", "latchkey ratio", extremes, "reader during renewals of 50 ms: p99.9", "× without", 3)
    add_of("renewal", "latchkey longest with", extremes, "reader during renewals of 50 ms: longest", "ms", 2)
    for client, name in ("okhttp", "OkHttp"), ("jdk", "JDK"):
        for unit, limit in ("ms", 30), ("classes", 200):
            add_of("first", f"{client} {unit} more", extremes,
                   f"first call of a JVM, {name}", f"{unit} more than the bare client", limit)
    return table(["", "unit", "goal", "measured", "by turns", "newer JDK", "earlier commit", "reached"], all_goals.rows)


# What is compared in whole calls: a base with itself, which tells what a difference is worth, and with variants of it.
PAIRS = {
    "none": "none-again by-hand latchkey-cached latchkey-hs256 java-jwt".split(),
    "by-hand": "by-hand-again interceptor two-interceptors latchkey-cached".split(),
}


def paired(costs, turns=100):
    """By client, base and variant: the base's CPU time, and how many percent more the variant takes of CPU and time.

    A short block of calls is off by more than is looked for, so each value is the median of many turns.
    """
    values = {}
    for client in dict.fromkeys(name.split(" ")[0] for name in costs):
        for base, variants in PAIRS.items():
            for variant in variants:
                if f"{client} {variant} cpu" not in costs:
                    continue
                name = f"{client} {base} {variant}"
                values[f"{name} base"] = medians(costs[f"{client} {base} cpu"], turns)
                for kind in "cpu", "wall":
                    pairs = zip(costs[f"{client} {variant} {kind}"], costs[f"{client} {base} {kind}"])
                    values[f"{name} {kind}"] = medians([100 * own / least - 100 for own, least in pairs], turns)
    return values


def medians(values, count):
    """The medians of so many values in a row each; what is left over at the end is left out."""
    return [statistics.median(values[end - count:end]) for end in range(count, len(values) + 1, count)]


def with_ratios(renewal):
    """Adds the ratio of the p99.9 with renewals to that without, round by round."""
    for name in [name.split(" ")[0] for name in renewal if name.endswith("p99.9 with")]:
        pairs = zip(renewal[f"{name} p99.9 with"], renewal[f"{name} p99.9 without"])
        renewal[f"{name} ratio"] = [with_them / without for with_them, without in pairs]
    return renewal


def programs(prefix):
    """What the programs measured, by topic."""
    first = program(f"{prefix}first-call-*.json")
    for kind in [name[: -len("bare")] for name in first if name.endswith("bare")]:
        first[kind + "more"] = [own - bare for own, bare in zip(first[kind + "latchkey"], first[kind + "bare"])]
    return {
        "calls": paired(program(f"{prefix}calls-*.json")),
        "threads": program(f"{prefix}stampede*.json"),
        "renewal": with_ratios(program(f"{prefix}renewal.json")),
        "load": with_ratios(program(f"{prefix}load-*.json")),
        "first": first,
    }


def renewal_table(renewal, summary):
    columns = ["p99.9 without", "p99.9 with", "ratio", "longest without", "longest with", "issues"]
    return table(["", "p99.9 without, µs", "p99.9 with, µs", "ratio", "longest without, ms", "longest with, ms",
                  "issues a second"],
                 [[name] + [text(summary(renewal[f"{name} {column}"])) for column in columns]
                  for name in dict.fromkeys(name.split(" ")[0] for name in renewal)])


def jars():
    """What core brings to the class path of a program."""
    rows, total = [], 0
    for jar in CORE_JARS:
        file = next(name for name in sorted(os.listdir(JARS)) if re.fullmatch(jar + r"-\d.*\.jar", name))
        size = os.path.getsize(os.path.join(JARS, file))
        total += size
        rows.append([file[:-len(".jar")], f"{size / 1000:,.0f}"])
    return table(["", "kB"], rows + [["all", f"{total / 1000:,.0f}"]])


def program_rows(values, metrics, summary):
    """A row for each name less its last word, with a cell for each of the last words."""
    names = dict.fromkeys(name.rpartition(" ")[0] for name in values)
    return [[name] + [text(summary(values.get(f"{name} {metric}", []))) for metric in metrics] for name in names]


def bar_chart(file, title, results, group):
    """Horizontal bars on a logarithmic scale, in colours for a light and a dark ground."""
    bars = sorted((statistics.median(values), name) for (within, name), values in results.nanos.items() if within == group)
    if not bars:
        return
    names, width, top, line = 210, 440, 44, 22
    first = math.floor(math.log10(bars[0][0]) - 0.01)
    last = max(math.ceil(math.log10(bars[-1][0])), first + 1)
    bottom = top + line * len(bars)

    def x(value):
        return names + width * (math.log10(value) - first) / (last - first)

    svg = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {names + width + 110} {bottom + 46}"'
        ' font-family="sans-serif" font-size="13" role="img">',
        f"<title>{title}</title>",
        "<style>text{fill:#6e7781}.axis{stroke:#8c959f;stroke-opacity:.4}.peer{fill:#8c959f}.floor{fill:#bf8700}"
        ".own{fill:#2da44e}</style>",
        f'<text x="10" y="20" font-size="15" font-weight="bold">{title}</text>',
    ]
    for power in range(first, last + 1):
        at = x(10.0**power)
        label = f"{10**power:,}" if power >= 0 else f"{10.0**power:.{-power}f}"
        svg.append(f'<path class="axis" d="M{at:.1f} {top - 8}V{bottom}"/>'
                   f'<text x="{at:.1f}" y="{bottom + 17}" text-anchor="middle">{label}</text>')
    for index, (value, name) in enumerate(bars):
        y, end = top + line * index, x(value)
        style = "own" if name.startswith("latchkey") else "floor" if name == "floor" else "peer"
        svg.append(f'<text x="{names - 8}" y="{y + 13}" text-anchor="end">{name}</text>'
                   f'<rect class="{style}" x="{names}" y="{y}" width="{end - names:.1f}" height="16"/>'
                   f'<text x="{end + 6:.1f}" y="{y + 13}">{number(value)}</text>')
    svg.append(f'<text x="{names + width // 2}" y="{bottom + 37}" text-anchor="middle">nanoseconds, logarithmic</text>')
    with open(os.path.join(DOCS, file), "w", encoding="utf-8") as out:
        out.write("\n".join(svg) + "\n</svg>\n")


def machine():
    cpu = platform.machine()
    if os.path.exists("/proc/cpuinfo"):
        with open("/proc/cpuinfo", encoding="utf-8") as opened:
            cpu = next((line.split(":")[1].strip() for line in opened if line.startswith("model name")), cpu)
    system = f"{platform.system()} {platform.release().partition('-')[0]}"
    newer = os.path.join(RESULTS, "newer-java.txt")
    if os.path.exists(newer):
        with open(newer, encoding="utf-8") as opened:
            newer = f" The newer JDK: {opened.read().strip()}."
    else:
        newer = ""
    return f"{cpu}, {os.cpu_count()} cores, {system}; {', '.join(sorted(Jmh.machines))}.{newer}"


def versions():
    jars = (re.fullmatch(r"(.+?)-(\d.*)\.jar", name) for name in os.listdir(JARS))
    found = {jar[1]: jar[2] for jar in jars if jar}
    return ", ".join(f"{'AWS ' if peer.startswith('http-auth') else ''}{peer} {found.get(peer, '?')}" for peer in PEERS) + "."


def main():
    topics = "cached signing rs256 es256 algorithms sigv4 rfc9421 okhttp jdk".split()
    jmh = {topic: Jmh(topic) for topic in topics}
    now, earlier, newer = programs(""), programs("earlier-"), programs("newer-")
    calls, threads, renewal, load, first = now.values()
    os.makedirs(DOCS, exist_ok=True)
    bar_chart("cached.svg", "A cached credential, one thread", jmh["cached"], "")
    bar_chart("signing.svg", "Signing one HS256 token", jmh["signing"], "algorithm HS256")
    with open(NOTES, encoding="utf-8") as opened:
        notes = opened.read().strip()
    page = f"""# Performance

Written by `{COMMAND}`; do not edit. What people have to say about it, and about this run, is at the end and comes from `benchmarks/notes.md`. Ratios are between JVMs that ran in the same round; given are the median over the rounds and, in brackets, the least and the greatest. Each contender was checked to do the same work before it was measured. "By turns" is the same comparison in one JVM, block by block, in three JVMs one after the other, with its quartiles; where it was made, it tells whether a goal was reached. So it was on a newer JDK, with half as many blocks, and so was Latchkey of an earlier commit. Both also made the whole calls, a quarter as many, and what follows them in the table. A dash: not measured so.

![What a cached credential costs](cached.svg)

![What signing costs](signing.svg)

## Goals

{goals(jmh, now, earlier, newer)}
## Machine and versions

{machine()}

{versions()}

"""
    for topic, heading, about in (
        ("cached", "A cached credential", "The floor is a volatile field and `System.nanoTime`. `latchkey-constant` is an API key and `latchkey-lambda` a lambda whose credential is reused, `latchkey-single` one that is called for each request."),
        ("signing", "Signing one HS256 token", "Claims `{key, exp}`; the floor is a reused `Mac` and JSON by hand."),
        ("rs256", "Signing one RS256 token", "The floor is a reused `Signature`."),
        ("es256", "Signing one ES256 token", "The floor is a reused `Signature`."),
        ("algorithms", "Signing one token by the other algorithms", "The floor is a reused `Mac` or `Signature`. java-jwt has neither PS nor EdDSA, and Nimbus takes another library for EdDSA."),
        ("sigv4", "Signing a request by AWS Signature V4", "The floor is the AWS SDK's signer. The POST has a KiB of JSON."),
        ("rfc9421", "Signing a request by RFC 9421 with Ed25519", "The floor is a reused `Signature` over a signature base that is ready; the others also digest the KiB of the body."),
        ("okhttp", "Putting it on a request of OkHttp", "The floor is a copy of the request with a constant header."),
        ("jdk", "Putting it on a request of java.net.http", "The floor is a copy of the request by its builder with a constant header, sent by a stub of the client; with `takesIn` the stub copies the headers as the JDK's client does."),
    ):
        page += jmh_section(heading, about, jmh[topic])
    rows = program_rows(calls, ("base", "cpu", "wall"), spread)
    page += "## Whole calls over loopback\n\nOne thread, kept connection, in one JVM; in each turn every kind has a block of 100 calls, in random order, and the ratio is that within the turn. CPU time is that of all Java threads, the server's included. A value is the median of 100 turns; given are the median and the quartiles of such values.\n\n"
    page += table(["", "compared with", "CPU of that, µs", "CPU, % more", "time, % more"],
                  [[f"{client}: {variant}", base] + cells
                   for [name, *cells] in rows for client, base, variant in [name.split(" ")]])
    page += "\n## Many threads at an empty cache\n\nThe issue takes 50 ms. The last answer is given as a multiple of that, counted from when all threads are let go. Virtual threads are of a newer JDK, where there is one.\n\n"
    page += table(["", "issues", "last answer, × issue"],
                  [[": ".join(name.rsplit(" ", 1))] + cells
                   for [name, *cells] in program_rows(threads, ("issues", "last"), extremes)])
    page += "\n## A reader during renewals\n\nOne thread reads without pause while one of its four credentials is renewed about every 190 ms, which takes 50 ms.\n\n"
    page += renewal_table(renewal, extremes)
    page += "\n## Whole calls during renewals\n\n64 threads call four origins over loopback without pause. Each origin has a JWT of its own, which is renewed about every 760 ms; it then has another key, which takes 50 ms to get. By turns with the same calls whose JWTs are never renewed, in one JVM, each with connections of its own. Given are the median and the quartiles.\n\n"
    page += renewal_table(load, spread)
    page += "\n## The first call of a JVM\n\nThe bare client of the same round is what \"more\" is counted from.\n\n"
    page += table(["", "bare", "with Latchkey", "more"],
                  [[name.replace(" ", ": ")] + cells
                   for [name, *cells] in program_rows(first, ("bare", "latchkey", "more"), extremes)])
    page += "\n## What core brings\n\nThe jars that a program with `latchkey-core` has at run time. What can be left out is said below.\n\n"
    page += jars()
    with open(os.path.join(DOCS, "performance.md"), "w", encoding="utf-8") as out:
        out.write(f"{page}\n{notes}\n")


main()
