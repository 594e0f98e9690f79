from collections import Counter
from decimal import Decimal

from odoo import models

# what a withdrawal is in when the bank's answer is no news
SAME_END = {"failed": ("failed", "reversed"), "paid": ("processed",)}


class MlmPayoutReturn(models.Model):
    """What is made of each row of a bank's answer, before anything happens."""

    _inherit = "mlm.payout.return"

    def _judge(self, answers, utrs=None):
        """Judge answers by what is on record now.

        :param answers: list of `Answer`
        :param utrs: {UTR: how often it is in the file}, if there are other answers
        :return: {row number: {"withdrawal_id", "verdict", "problem"}}
        """
        self.ensure_one()
        found = self._find_withdrawals(answers)
        if utrs is None:
            utrs = Counter(answer.utr for answer in answers if answer.utr)
        holders = self._find_utr_holders(utrs)
        verdicts = {}
        for answer in answers:
            withdrawals = found[answer.row_number]
            verdict, problem = "error", self._explain_match(answer, withdrawals)
            if not problem:
                verdict, problem = self._judge_one(answer, withdrawals, utrs, holders)
            verdicts[answer.row_number] = {
                "withdrawal_id": len(withdrawals) == 1 and withdrawals.id,
                "verdict": verdict,
                "problem": problem,
            }
        self._refuse_doubles(verdicts)
        return verdicts

    def _refuse_doubles(self, verdicts):
        """Turn rows that answer for the same withdrawal into errors, all of them."""
        rows = [verdict for verdict in verdicts.values() if verdict["withdrawal_id"]]
        counts = Counter(verdict["withdrawal_id"] for verdict in rows)
        for verdict in rows:
            if (count := counts[verdict["withdrawal_id"]]) > 1:
                verdict["verdict"] = "error"
                verdict["problem"] = self.env._(
                    "%(count)s rows of the file answer for the same withdrawal.",
                    count=count,
                )

    def _judge_lines(self, lines):
        """Judge rows again by what is on record now, and keep what changed."""
        utrs = lines._count_utrs()
        verdicts = self._judge([line._get_answer() for line in lines], utrs)
        names = ("withdrawal_id", "verdict", "problem")
        for line in lines:
            old = (line.withdrawal_id.id, line.verdict, line.problem)
            new = tuple(verdicts[line.row_number].values())
            if old != new:
                line.sudo()._record(**dict(zip(names, new, strict=True)))

    def _find_withdrawals(self, answers):
        """Return {row number: the withdrawals it may mean}, of sent batches only."""
        withdrawals = self.env["mlm.withdrawal"].sudo()
        keys = {answer.row_number: self._get_key(answer) for answer in answers}
        references = [key for key in keys.values() if isinstance(key, str)]
        accounts = [key[0] for key in keys.values() if isinstance(key, tuple)]
        candidates = withdrawals.search(
            [
                ("company_id", "=", self.company_id.id),
                ("batch_id.state", "in", ("sent", "done")),
                "|",
                ("bank_reference", "in", references),
                ("bank_account_number", "in", accounts),
            ]
        )
        by_key = {
            **candidates.grouped("bank_reference"),
            **candidates.filtered(self._is_of_template).grouped(
                lambda row: (row.bank_account_number, self._to_paise(row.amount))
            ),
        }
        return {number: by_key.get(key, withdrawals) for number, key in keys.items()}

    def _is_of_template(self, withdrawal):
        return withdrawal.batch_id.template_id == self.template_id

    def _get_key(self, answer):
        """Return what an answer is found by: reference, or account and paise."""
        if self.template_id.return_reference:
            return self.env["mlm.withdrawal"]._strip_reference(answer.reference)
        return (answer.account, self._to_paise(answer.amount or 0))

    def _to_paise(self, amount):
        return int(round(Decimal(str(amount)) * 100))

    def _find_utr_holders(self, utrs):
        """Return {UTR: the withdrawal that has it}."""
        return {
            withdrawal.utr: withdrawal
            for withdrawal in self.env["mlm.withdrawal"]
            .sudo()
            .search([("utr", "in", list(utrs))])
        }

    def _explain_match(self, answer, withdrawals):
        """Return why a row can not be matched with one withdrawal, or False."""
        if not withdrawals:
            return self.env._("No payment of ours that was sent has this reference.")
        if len(withdrawals) > 1:
            return self.env._(
                "It may be any of %(withdrawals)s.",
                withdrawals=", ".join(withdrawals.mapped("name")),
            )
        if answer.amount is None:
            return self.env._("The amount is missing or not a number.")
        if self._to_paise(answer.amount) != self._to_paise(withdrawals.amount):
            return self.env._(
                "The amount differs: %(amount)s were sent.",
                amount=f"{withdrawals.amount:.2f}",
            )
        return False

    def _judge_one(self, answer, withdrawal, utrs, holders):
        """Return the verdict on a row that means one withdrawal, and the problem."""
        meaning = self.template_id._understand_status(answer.status)
        if meaning == "waiting":
            return "waiting", False
        if meaning is None:
            return "error", self.env._(
                "“%(status)s”: it is not known what this word of the bank means. Add "
                "it to the template.",
                status=answer.status,
            )
        if withdrawal.state in SAME_END[meaning]:
            return self._judge_known(answer, withdrawal, meaning)
        if withdrawal.state != "approved":
            return "error", self._explain_contradiction(withdrawal, meaning)
        if meaning == "failed":
            return "fail", False
        problem = self._explain_utr(answer, utrs, holders)
        return ("error", problem) if problem else ("pay", False)

    def _judge_known(self, answer, withdrawal, meaning):
        """Judge an answer that came before: is it the same one?"""
        if meaning == "failed" or not withdrawal.utr or withdrawal.utr == answer.utr:
            return "same", False
        return "error", self.env._(
            "It was booked with the UTR %(utr)s already.", utr=withdrawal.utr
        )

    def _explain_contradiction(self, withdrawal, meaning):
        if meaning == "failed":
            return self.env._(
                "It was booked as paid with the UTR %(utr)s. If the bank sent the "
                "money back, reverse the withdrawal.",
                utr=withdrawal.utr or "-",
            )
        labels = dict(withdrawal._fields["state"]._description_selection(self.env))
        return self.env._(
            "It is “%(state)s”, its money is back in the wallet. Find out what the "
            "bank paid.",
            state=labels[withdrawal.state],
        )

    def _explain_utr(self, answer, utrs, holders):
        """Return what is wrong with the UTR of a paid row, or False."""
        if not answer.utr:
            return self.env._("The UTR is missing.")
        if utrs[answer.utr] > 1:
            return self.env._(
                "The UTR is in the file %(count)s times.", count=utrs[answer.utr]
            )
        if holder := holders.get(answer.utr):
            return self.env._(
                "The UTR belongs to %(withdrawal)s already.", withdrawal=holder.name
            )
        return False
