"""Measure every speed we claim beside its peers, and print one table.

make bench                            all claims, 1,000 policies, 3 runs each
make bench ARGS="downline"            one claim
make bench ARGS="--policies 50 --runs 1"   a quick look; budgets are for 1,000
"""

import argparse
import sys

from bench import (
    approve_policies,
    commissions_to_ledger,
    commissions_with_tax,
    databases,
    downline,
    machine,
    one_policy_queries,
    payout_file,
    report,
    withdrawals_paid,
)
from setup import process
from setup.say import StopError, line

_CLAIMS = {
    "approve_policies": approve_policies,
    "commissions_to_ledger": commissions_to_ledger,
    "commissions_with_tax": commissions_with_tax,
    "withdrawals_paid": withdrawals_paid,
    "payout_file": payout_file,
    "one_policy_queries": one_policy_queries,
    "downline": downline,
}


def main(arguments):
    """Measure the claims that are named, all of them by default.

    :return: 0 when every claim was measured, whether its budget was kept or not
    """
    process.end_on_signals()
    options = _parse(arguments)
    load = machine.load()
    databases.drop_older()
    rows = [
        row
        for name in options.claims or _CLAIMS
        for row in _CLAIMS[name].measure(options)
    ]
    line()
    report.show(rows)
    line()
    machine.show(load)
    return 0


def _parse(arguments):
    parser = argparse.ArgumentParser(prog="make bench", description=__doc__)
    parser.add_argument("claims", nargs="*", choices=[[], *_CLAIMS], metavar="claim")
    parser.add_argument("--policies", type=int, default=1_000)
    parser.add_argument("--agents", type=int, default=100_000)
    parser.add_argument("--runs", type=int, default=3, help="the median counts")
    return parser.parse_args(arguments)


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except StopError as error:
        sys.exit(f"\n{error}")
