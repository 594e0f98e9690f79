from odoo.tests import tagged

from .books_common import BooksCommon


@tagged("post_install", "-at_install")
class TestRegisterAgeing(BooksCommon):
    """What is in a wallet is as old as the youngest money it can be made of."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.seller = cls.agent()

    def ages(self, day="2026-12-31"):
        """Return the seller's (0-30, 31-60, 61-90, over 90, owed)."""
        sheets, controls = self.make("mlm.register.ageing", day, day)
        self.assert_agrees(controls)
        header, *rows, _total = sheets["Wallet ageing"]
        titles = ("0-30 days", "31-60 days", "61-90 days", "Over 90 days", "Agent owes")
        for row in rows:
            values = dict(zip(header, row, strict=True))
            if values["Agent"] == self.seller.code:
                return [values[title] or 0 for title in titles]
        return None

    def test_money_changes_its_age_after_30_60_and_90_days(self):
        for day, amount in (
            ("2026-12-01", 1),  # 30 days
            ("2026-11-30", 2),  # 31
            ("2026-11-01", 4),  # 60
            ("2026-10-31", 8),  # 61
            ("2026-10-02", 16),  # 90
            ("2026-10-01", 32),  # 91
        ):
            self.earn_on(day, self.seller, amount)
        self.assertEqual(self.ages(), [1, 6, 24, 32, 0])

    def test_a_payout_takes_the_oldest_money(self):
        self.earn_on("2026-06-01", self.seller, 100)
        self.earn_on("2026-12-01", self.seller, 50)
        self.withdraw_on("2026-12-20", self.seller, 120)
        self.assertEqual(self.ages(), [30, 0, 0, 0, 0])

    def test_tax_counts_against_the_day_it_was_withheld(self):
        self.earn_on("2026-06-01", self.seller, 1_000)
        self.earn_on("2026-12-01", self.seller, 24_000)
        self.assertEqual(self.ages(), [23_500, 0, 0, 1_000, 0])

    def test_an_agent_who_owes_is_shown_apart(self):
        shares = self.earn_on("2026-06-01", self.seller, 100)
        self.withdraw_on("2026-06-02", self.seller, 100)
        self.claw_back_on("2026-12-01", shares, 0.5)
        self.assertEqual(self.ages(), [0, 0, 0, 0, -50])

    def test_an_empty_wallet_is_left_out(self):
        self.earn_on("2026-06-01", self.seller, 100)
        self.withdraw_on("2026-06-02", self.seller, 100)
        self.assertIsNone(self.ages())

    def test_what_happened_later_does_not_count(self):
        self.earn_on("2026-06-01", self.seller, 100)
        self.withdraw_on("2027-01-01", self.seller, 100)
        self.assertEqual(self.ages(), [0, 0, 0, 100, 0])
