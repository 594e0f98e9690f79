import importlib.util

from odoo import Command
from odoo.tests import tagged
from odoo.tools import file_path

from .common import MlmCommon


@tagged("post_install", "-at_install")
class TestMigration(MlmCommon):
    """An office that was open before gets what the new version needs."""

    def migrate(self, version):
        path = file_path(f"agent_mlm/migrations/{version}/post-migration.py")
        spec = importlib.util.spec_from_file_location("migration", path)
        script = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(script)
        self.env.flush_all()
        script.migrate(self.env.cr, version)
        self.env.invalidate_all()

    def test_indian_companies_get_their_tax_account_back(self):
        account = self.company.mlm_withholding_account_id
        self.company.mlm_withholding_account_id = False
        self.migrate("19.0.1.1.0")
        self.assertEqual(self.company.mlm_withholding_account_id, account)

    def test_another_tax_account_stays(self):
        other = self.tax_payable.copy({"code": "987651", "name": "Other tax"})
        self.company.mlm_withholding_account_id = other
        self.migrate("19.0.1.1.0")
        self.assertEqual(self.company.mlm_withholding_account_id, other)

    def test_what_was_posted_by_hand_is_a_correction(self):
        agent = self.agent_with(earned=100)
        line = {"name": "Deposit", "debit": 30}
        wallet = {"account_id": self.payable.id, "partner_id": agent.partner_id.id}
        entry = self.env["account.move"].create(
            {
                "line_ids": [
                    Command.create({**line, **wallet}),
                    Command.create({"account_id": self.expense.id, "credit": 30}),
                ]
            }
        )
        entry.action_post()
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE account_move_line SET mlm_event = NULL WHERE move_id = %s",
            (entry.id,),
        )
        self.env.invalidate_all()
        self.migrate("19.0.1.1.0")
        self.assertEqual(
            entry.line_ids.sorted("id").mapped("mlm_event"), ["correction", False]
        )
