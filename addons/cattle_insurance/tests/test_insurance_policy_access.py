from odoo.exceptions import AccessError
from odoo.tests import new_test_user, tagged

from .policy_common import PolicyCommon


@tagged("post_install", "-at_install")
class TestInsurancePolicyAccess(PolicyCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.top = cls.agent(login="portal_top")
        cls.seller = cls.agent(cls.top, login="portal_seller")
        cls.rival = cls.agent(login="portal_rival")
        cls.portal_customer = new_test_user(
            cls.env, "portal_customer", groups="base.group_portal"
        )
        cls.policy = cls.in_force(
            cls.cow(cls.portal_customer.partner_id), agent_id=cls.seller.id
        )
        cls.other = cls.in_force(agent_id=cls.rival.id)

    def seen_by(self, user):
        policies = self.env["insurance.policy"].with_user(user)
        return policies.search([]).with_env(self.env) & (self.policy + self.other)

    def test_a_customer_sees_his_own_policies(self):
        self.assertEqual(self.seen_by(self.portal_customer), self.policy)

    def test_an_agent_sees_his_own_and_his_teams_sales(self):
        self.assertEqual(self.seen_by(self.seller.user_id), self.policy)
        self.assertEqual(self.seen_by(self.top.user_id), self.policy)
        self.assertEqual(self.seen_by(self.rival.user_id), self.other)

    def test_an_agent_who_was_deactivated_sees_nothing_of_the_team(self):
        self.seller.action_deactivate("Left")
        self.assertFalse(self.seen_by(self.seller.user_id))

    def test_moving_a_branch_moves_what_its_sponsors_see(self):
        self.seller.sponsor_id = self.rival
        self.assertFalse(self.seen_by(self.top.user_id))
        self.assertEqual(self.seen_by(self.rival.user_id), self.policy + self.other)

    def test_a_portal_user_can_read_each_field_that_is_not_the_office_s(self):
        for user in (self.portal_customer, self.seller.user_id):
            policy = self.policy.with_user(user)
            # Odoo's own activity fields fail for portal users in every model
            names = [name for name in policy.fields_get() if "activity" not in name]
            values = policy.read(names)[0]
            for secret in ("transaction_ids", "commission_ids", "warnings"):
                self.assertNotIn(secret, values)

    def test_a_bookkeeper_without_an_insurance_role_keeps_his_screens(self):
        clerk = new_test_user(
            self.env, "plain_clerk", groups="account.group_account_invoice"
        )
        for model in ("payment.transaction", "account.move"):
            names = self.env[model].with_user(clerk).fields_get()
            self.assertNotIn("policy_ids", names)
        self.policy.invoice_id.with_user(clerk).read()

    def test_portal_users_change_nothing(self):
        moves = {
            "action_submit": (),
            "action_approve": (),
            "action_reject": ("x",),
            "action_cancel": ("x",),
            "action_close": ("x",),
        }
        for user in (self.portal_customer, self.seller.user_id, self.rival.user_id):
            policy = self.policy.with_user(user)
            for method, arguments in moves.items():
                with self.subTest(method=method), self.assertRaises(AccessError):
                    getattr(policy, method)(*arguments)
            for vals in ({"nominee_name": "x"}, {"premium": 1}):
                with self.assertRaises(AccessError):
                    policy.write(vals)
            with self.assertRaises(AccessError):
                policy.copy()
            with self.assertRaises(AccessError):
                policy.unlink()

    def test_a_stranger_gets_nothing_by_number(self):
        policy = self.policy.with_user(self.rival.user_id)
        for method in ("read", "action_open_invoice", "action_print_certificate"):
            with self.subTest(method=method), self.assertRaises(AccessError):
                getattr(policy, method)()

    def test_office_roles(self):
        for role, may_write in (
            ("underwriter", True),
            ("claims_officer", False),
            ("accountant", False),
            ("manager", True),
        ):
            user = self.staff(role) if role != "underwriter" else self.underwriter
            policy = self.policy.with_user(user)
            policy.read(["name", "premium", "warnings"])
            with self.subTest(role=role):
                self.assertEqual(policy.has_access("write"), may_write)
                self.assertFalse(
                    not may_write
                    and self.env["insurance.policy"]
                    .with_user(user)
                    .has_access("create")
                )

    def test_another_company_sees_nothing(self):
        company = self.env["res.company"].create({"name": "Another office"})
        stranger = new_test_user(
            self.env,
            "stranger",
            groups="cattle_insurance.cattle_insurance_group_manager",
            company_id=company.id,
            company_ids=company.ids,
        )
        self.assertFalse(self.seen_by(stranger))
