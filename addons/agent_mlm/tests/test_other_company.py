from odoo.exceptions import AccessError
from odoo.tests import new_test_user, tagged

from .access_common import AccessCommon


@tagged("post_install", "-at_install")
class TestOtherCompany(AccessCommon):
    """Companies do not see each other."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.elsewhere = cls.env["res.company"].create({"name": "Elsewhere Ltd"})
        cls.outsider = new_test_user(
            cls.env,
            "mlm_test_outsider",
            groups="agent_mlm.agent_mlm_group_manager",
            company_id=cls.elsewhere.id,
            company_ids=[(6, 0, cls.elsewhere.ids)],
        )

    def test_a_manager_of_another_company_sees_nothing_of_ours(self):
        for model in self.records_of(self.other):
            with self.subTest(model=model):
                found = self.env[model].with_user(self.outsider).search([])
                companies = (
                    found.sudo().mapped("company_id")
                    if "company_id" in (found._fields)
                    else found.sudo().agent_id.company_id
                )
                self.assertLessEqual(companies, self.elsewhere)

    def test_a_manager_of_another_company_decides_nothing_of_ours(self):
        records = self.records_of(self.other)
        for model, name, *arguments in (
            ("mlm.agent", "action_deactivate", "x"),
            ("mlm.agent", "request_withdrawal", 5),
            ("mlm.commission", "action_approve"),
            ("mlm.withdrawal", "action_approve"),
            ("mlm.withdrawal", "action_cancel"),
            ("mlm.agent.document", "action_verify"),
        ):
            with self.subTest(method=f"{model}.{name}"):
                self.assert_refused(
                    AccessError,
                    "",
                    self.call,
                    self.outsider,
                    records[model],
                    name,
                    *arguments,
                )

    def test_an_account_shared_across_companies_is_flagged_without_breaking(self):
        partner = self.env["res.partner"].create({"name": "Double"})
        account = self.other.bank_account_id.copy({"partner_id": partner.id})
        self.env["mlm.agent"].create(
            {
                "partner_id": partner.id,
                "company_id": self.elsewhere.id,
                "bank_account_id": account.id,
            }
        )
        ours = self.other.with_user(self.officer).with_context(
            allowed_company_ids=self.company.ids
        )
        specification = {"bank_shared_agent_ids": {"fields": {"display_name": {}}}}
        self.assertEqual(ours.web_read(specification)[0]["bank_shared_agent_ids"], [])
        self.assertEqual(len(self.other.bank_shared_agent_ids), 1)
