from unittest.mock import patch

from odoo.tests import HttpCase, tagged

from ..wizard import mlm_commission_approval
from .common import MlmCommon


@tagged("post_install", "-at_install")
class TestBooksTour(MlmCommon, HttpCase):
    """The accountant's screens, used in a browser."""

    def setUp(self):
        super().setUp()
        waiting = self.env["mlm.commission"].search([("state", "=", "pending")])
        waiting.action_cancel("Of the demo")
        self.payee = self.agent()

    def start(self, path, tour):
        self.start_tour(path, tour, login=self.accountant.login)
        self.env.invalidate_all()

    def test_a_bulk_approval_names_what_it_leaves(self):
        ready, held = self.commission(self.payee, 10), self.commission(self.payee, 20)
        held.action_hold("Under inquiry")
        self.start("/odoo/commissions", "mlm_commission_bulk_approval")
        self.assert_states(ready + held, "approved", "held")

    def test_many_are_approved_in_steps_under_a_bar(self):
        many = self.env["mlm.commission"].union(
            *(self.commission(self.payee, 10) for _n in range(5))
        )
        with patch.object(mlm_commission_approval, "APPROVED_AT_ONCE", 2):
            self.start("/odoo/commissions", "mlm_commission_many_in_steps")
        self.assertEqual(set(many.mapped("state")), {"approved"})
        self.assertEqual(len(many.move_line_id), 3)

    def test_a_register_is_made_and_agrees(self):
        self.earn(self.payee, 10)
        self.start("/odoo/registers", "mlm_register")

    def test_the_ledger_is_checked_from_the_list(self):
        self.earn(self.payee, 10)
        self.start("/odoo/ledger-check", "mlm_ledger_check")
