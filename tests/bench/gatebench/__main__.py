"""The command line of the benchmark."""

import argparse
import os
import platform
import shutil
import signal
import sys
import tempfile
from datetime import datetime, timezone
from fnmatch import fnmatch
from pathlib import Path

from . import certificates, upstream
from .bench import Bench, Options
from .cases import ALL, BY_NAME
from .peers import ALL as PEERS
from .peers import find
from .peers.peer import Missing, Peer
from .plot import svg
from .report import markdown
from .results import Results

QUICK = ["http1", "https1", "h2"]
#: Not part of a run unless asked for.
LONG = ["memory"]


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="tests/bench/run",
        description="Measures Gatehouse beside other proxies, in turn. Writes table.md, plot.svg, results.json and raw/.",
    )
    parser.add_argument("--cases", help="names separated by commas, with * as a wildcard; default: all but " + ", ".join(LONG))
    parser.add_argument("--peers", help="names separated by commas; default: all that are there")
    parser.add_argument("--list", action="store_true", help="list cases and peers")
    parser.add_argument("--quick", action="store_true", help="a look: " + ", ".join(QUICK) + " in short rounds")
    parser.add_argument("--seconds", type=float, help="length of a round; default 5, quick 2")
    parser.add_argument("--rounds", type=int, help="rounds that count; default 5, quick 3")
    parser.add_argument("--warmup", type=int, help="rounds of a JVM before those; default 6, quick 4")
    parser.add_argument("--memory-minutes", type=float, default=10, help="load before memory is read; default 10")
    parser.add_argument("--reference", default="Envoy", help="the peer that others are compared with; default Envoy")
    parser.add_argument("--out", type=Path, default=Path("target/bench"), help="default target/bench; emptied first")
    parser.add_argument("--add", action="store_true", help="keep what is in --out; cases that run again replace theirs")
    parser.add_argument("--report", action="store_true", help="only write table and plot again, from --out's results.json")
    return parser.parse_args()


def main() -> int:
    asked = arguments()
    if asked.list:
        for case in ALL:
            print(f"{case.name:24} {case.title}")
        print("\npeers: " + ", ".join(peer.name for peer in PEERS))
        return 0
    if asked.report:
        report(Results.read(asked.out / "results.json"), asked)
        return 0
    cases = chosen_cases(asked)
    cache = Path(os.environ.get("XDG_CACHE_HOME", Path.home() / ".cache")) / "gatehouse" / "bench"
    cache.mkdir(parents=True, exist_ok=True)
    out = asked.out.resolve()
    if asked.add:
        results = Results.read(out / "results.json").without({case.name for case in cases})
        for case in cases:
            shutil.rmtree(out / "raw" / case.name, ignore_errors=True)
    else:
        results = Results(environment())
        shutil.rmtree(out, ignore_errors=True)
        out.mkdir(parents=True)
    peers = prepared(chosen_peers(asked), cache, results)
    with tempfile.TemporaryDirectory(prefix="gatebench-") as work:
        run(cases, peers, options(asked), Path(work), out, results, asked)
    return 0


def run(cases: list, peers: list[Peer], chosen: Options, work: Path, out: Path, results: Results, asked) -> None:
    results.environment["rounds"] = f"{chosen.rounds} of {chosen.seconds:g} s, after {chosen.warmup} of each JVM's"
    secrets = {kind: certificates.make(kind, work) for kind in certificates.KEYS}
    site = upstream.start(find.program("nginx", "apt-get install nginx"), secrets["rsa"], work / "upstream")
    bench = Bench(chosen, peers, site, secrets, work, out, results)
    try:
        for case in cases:
            results.cases[case.name] = {"title": case.title, "unit": case.unit}
            results.cases = {each.name: results.cases[each.name] for each in ALL if each.name in results.cases}
            case.run(bench)
            # After each case, so that an end before the last leaves what there is.
            report(results, asked)
    finally:
        site.stop()
    bench.say(f"done: {out}/table.md")


def report(results: Results, asked: argparse.Namespace) -> None:
    results.write(asked.out / "results.json")
    (asked.out / "table.md").write_text(markdown(results, asked.reference))
    (asked.out / "plot.svg").write_text(svg(results, asked.reference))


def options(asked: argparse.Namespace) -> Options:
    seconds = asked.seconds or (2 if asked.quick else 5)
    rounds = asked.rounds or (3 if asked.quick else 5)
    warmup = asked.warmup or (4 if asked.quick else 6)
    return Options(seconds, rounds, warmup, asked.memory_minutes, asked.reference)


def chosen_cases(asked: argparse.Namespace) -> list:
    if not asked.cases:
        return [BY_NAME[name] for name in QUICK] if asked.quick else [case for case in ALL if case.name not in LONG]
    found = []
    for name in asked.cases.split(","):
        matching = [case for case in ALL if fnmatch(case.name, name)]
        if not matching:
            sys.exit(f"no case {name}; see --list")
        found += matching
    return found


def chosen_peers(asked: argparse.Namespace) -> list[Peer]:
    if not asked.peers:
        return PEERS
    names = [name.strip().lower() for name in asked.peers.split(",")]
    unknown = set(names) - {peer.name.lower() for peer in PEERS}
    if unknown:
        sys.exit(f"no peer {', '.join(unknown)}; see --list")
    return [peer for peer in PEERS if peer.name.lower() in names]


def prepared(peers: list[Peer], cache: Path, results: Results) -> list[Peer]:
    """Those that are on this machine, or can be had."""
    for tool, package in {"wrk": "wrk", "h2load": "nghttp2-client", "openssl": "openssl"}.items():
        find.program(tool, f"apt-get install {package}")
    found = []
    for peer in peers:
        try:
            results.environment[peer.name] = peer.prepare(cache)
            results.add_peer(peer.name, [each.name for each in PEERS])
            found.append(peer)
        except Missing as e:
            results.environment[peer.name] = f"left out: {e}"
        print(f"{peer.name}: {results.environment[peer.name]}", flush=True)
    return found


def environment() -> dict[str, str]:
    model = next(
        (line.split(":", 1)[1].strip() for line in Path("/proc/cpuinfo").read_text().splitlines() if "model name" in line),
        platform.machine(),
    )
    return {
        "date": datetime.now(timezone.utc).strftime("%Y-%m-%d %H:%M UTC"),
        "machine": f"{os.cpu_count()} CPUs ({model}), Linux {platform.release()}; load, upstream and proxy share them",
    }


def end(*_: object) -> None:
    """Told to end, it first ends what it started; told twice, it goes on with that."""
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    sys.exit("ended by a signal")


if __name__ == "__main__":
    signal.signal(signal.SIGTERM, end)
    try:
        sys.exit(main())
    except Missing as missing:
        sys.exit(str(missing))
