from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from odoo.tests import tagged

from ..tools.sheet_book import to_paise
from .books_common import BooksCommon

START = date(2026, 2, 15)  # the financial year turns in the play
DAYS = 90
PLAY = settings(max_examples=12, deadline=None, derandomize=True, database=None)

moves = st.lists(
    st.tuples(
        st.integers(0, DAYS - 1),
        st.sampled_from(["earn", "earn", "earn", "claw back", "pay", "return"]),
        st.integers(0, 1),
        st.integers(1, 1_500_000),  # paise
    ),
    min_size=1,
    max_size=12,
)


@tagged("post_install", "-at_install")
class TestBooksMachine(BooksCommon):
    """Whatever happens on whatever day, every paper adds up to the ledger."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.two = cls.agent() + cls.agent()

    @given(moves=moves, cut=st.integers(0, DAYS))
    @PLAY
    def test_statements_chain_and_registers_agree(self, moves, cut):
        with self.env.cr.savepoint() as savepoint:
            self.play(sorted(moves))
            self.assert_statements_chain(START + timedelta(days=cut))
            self.assert_registers_agree(START + timedelta(days=cut))
            self.assertFalse(
                self.env["mlm.ledger.check"]._compare(self.company)["differences"]
            )
            savepoint.rollback()

    def play(self, moves):
        self.shares = self.env["mlm.commission"]
        self.payouts = self.env["mlm.withdrawal"]
        for day, verb, which, paise in moves:
            act = {
                "earn": self.credit,
                "claw back": self.claw_back,
                "pay": self.pay,
                "return": self.send_back,
            }[verb]
            with self.on(START + timedelta(days=day)):
                act(self.two[which], paise)

    def credit(self, agent, paise):
        commission = self.commission(agent, paise / 100)
        commission.action_approve()
        self.shares += commission

    def claw_back(self, agent, paise):
        mine = self.shares.filtered(lambda share: share.agent_id == agent)[:1]
        if mine:
            refunded = round(mine.amount_base * (paise % 1_000) / 1_000, 2)
            mine._claw_back({mine: refunded}, {})

    def pay(self, agent, paise):
        agent.invalidate_recordset()
        amount = min(agent.wallet_available, paise / 100)
        if amount >= 1:
            self.payouts += self.withdraw(agent, round(amount, 2))

    def send_back(self, agent, paise):
        paid = self.payouts.filtered(
            lambda payout: payout.agent_id == agent and payout.state == "processed"
        )
        if paid:
            paid[-1].action_reverse("Account closed")

    def assert_statements_chain(self, cut):
        """Cut anywhere, the second statement opens where the first one closes."""
        first = self.two._make_statements(START, cut)
        second = self.two._make_statements(cut + timedelta(days=1), date(2030, 1, 1))
        for before, after in zip(first, second, strict=True):
            before.agent.invalidate_recordset()
            self.assertEqual(before.closing, after.opening)
            moved = sum(to_paise(row.amount) for row in before.rows + after.rows)
            self.assertEqual(to_paise(before.opening) + moved, to_paise(after.closing))
            self.assertEqual(
                to_paise(after.closing), to_paise(before.agent.wallet_balance)
            )

    def assert_registers_agree(self, cut):
        kinds = self.env["mlm.register.export"]._fields["register"].selection
        for name in (name for name, _label in kinds if name.startswith("mlm.")):
            _sheets, controls = self.make(name, START, cut)
            self.assert_agrees(controls)
