from odoo import Command
from odoo.exceptions import AccessError
from odoo.service.model import call_kw
from odoo.tests import new_test_user, tagged

from .payout_common import PayoutCommon

# what a model's records let each role do; who is not named may do nothing
RIGHTS = {
    "mlm.payout.batch": {"accountant": "read write create unlink"},
    "mlm.payout.batch.part": {"accountant": "read"},
    "mlm.payout.return": {"accountant": "read write"},
    "mlm.payout.return.line": {"accountant": "read write"},
    "mlm.payout.template": {
        "accountant": "read",
        "manager": "read write create unlink",
    },
    "mlm.payout.template.column": {
        "accountant": "read",
        "manager": "read write create unlink",
    },
    "mlm.payout.template.mode": {
        "accountant": "read",
        "manager": "read write create unlink",
    },
}
OPERATIONS = ("read", "write", "create", "unlink")
PUBLIC = {
    "mlm.payout.batch": (
        "action_confirm",
        "action_send",
        "action_cancel",
        "action_check",
        "action_collect_due",
        "action_download_file",
        "action_open_withdrawals",
        "action_open_returns",
        "step_send",
        "read_file",
    ),
    "mlm.payout.return": (
        "action_apply",
        "action_close",
        "action_check_again",
        "action_download_errors",
        "action_open_moves",
        "action_open_lines",
        "step_apply",
    ),
    "mlm.payout.return.line": ("action_choose", "action_leave"),
    "mlm.withdrawal": ("action_make_payout_batch",),
}


@tagged("post_install", "-at_install")
class TestPayoutAccess(PayoutCommon):
    """Accountants pay, managers edit templates, everybody else stays out."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.payout = cls.sent(100)
        cls.agent_user = new_test_user(
            cls.env, "mlm_test_payee", groups="agent_mlm.agent_mlm_group_portal_agent"
        )
        cls.stranger = new_test_user(
            cls.env, "mlm_test_stranger", groups="base.group_user"
        )
        cls.answer = cls.env["mlm.payout.return"]._record_file(
            b"x",
            [],
            company_id=cls.company.id,
            template_id=cls.generic.id,
            journal_id=cls.bank_journal.id,
            date="2026-05-06",
        )
        cls.elsewhere = cls.env["res.company"].create({"name": "Elsewhere Ltd"})
        cls.outsider = new_test_user(
            cls.env,
            "mlm_test_outsider",
            groups="agent_mlm.agent_mlm_group_manager",
            company_id=cls.elsewhere.id,
            company_ids=[Command.set(cls.elsewhere.ids)],
        )

    def records(self):
        return {
            "mlm.payout.batch": self.payout,
            "mlm.payout.return": self.answer,
            "mlm.payout.return.line": self.env["mlm.payout.return.line"].create(
                {"return_id": self.answer.id, "row_number": 2, "verdict": "error"}
            ),
            "mlm.withdrawal": self.payout.withdrawal_ids,
        }

    def call(self, user, record, name):
        """Call a method the way a request from outside does."""
        return call_kw(self.env[record._name].with_user(user), name, [record.ids], {})

    def test_each_role_has_its_rights_and_no_more(self):
        users = {
            "accountant": self.accountant,
            "manager": self.manager,
            "officer": self.officer,
            "stranger": self.stranger,
            "agent": self.agent_user,
        }
        for model, rights in RIGHTS.items():
            rights = {"manager": rights["accountant"], **rights}
            for role, user in users.items():
                with self.subTest(model=model, role=role):
                    can = [
                        operation
                        for operation in OPERATIONS
                        if self.env[model].with_user(user).has_access(operation)
                    ]
                    self.assertEqual(can, rights.get(role, "").split())

    def test_no_method_is_open_to_others(self):
        records = self.records()
        for user in (self.officer, self.stranger, self.agent_user, self.outsider):
            for model, names in PUBLIC.items():
                for name in names:
                    if (user, name) == (self.outsider, "action_collect_due"):
                        continue  # of his own company
                    with self.subTest(user=user.login, method=f"{model}.{name}"):
                        self.assert_refused(
                            AccessError, "", self.call, user, records[model], name
                        )

    def test_another_company_sees_none_of_ours(self):
        for model, record in self.records().items():
            with self.subTest(model=model):
                found = self.env[model].with_user(self.outsider).search([])
                self.assertFalse(found & record)

    def test_a_template_of_another_company_is_theirs(self):
        ours = self.generic.copy({"company_id": self.company.id})
        found = self.env["mlm.payout.template"].with_user(self.outsider).search([])
        self.assertIn(self.generic, found)
        self.assertNotIn(ours, found)
        columns = self.env["mlm.payout.template.column"].with_user(self.outsider)
        self.assertFalse(columns.search([]) & ours.column_ids)

    def test_an_agent_reads_his_withdrawal_without_the_batch(self):
        withdrawal = self.payout.withdrawal_ids
        withdrawal.agent_id.user_id = self.agent_user
        own = withdrawal.with_user(self.agent_user)
        self.assertEqual(own.read(["state"])[0]["state"], "approved")
        self.assertNotIn("batch_id", own.fields_get())
        with self.assertRaises(AccessError):
            own.read(["batch_id"])

    def test_an_officer_reads_withdrawals_whole(self):
        values = self.payout.withdrawal_ids.with_user(self.officer).read()[0]
        self.assertNotIn("batch_problems", values)
