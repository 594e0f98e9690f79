from odoo import fields
from odoo.tests import tagged

from odoo.addons.agent_mlm.models.mlm_register import Period

from .policy_common import PolicyCommon

FEW, MANY = 1, 50


@tagged("post_install", "-at_install")
class TestInsurancePolicyQueries(PolicyCommon):
    """What one policy costs, fifty cost too, but for a constant."""

    def count_queries(self, method, policies):
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        method(policies)
        self.env.flush_all()
        return self.env.cr.sql_log_count - before

    def assert_flat(self, prepare, method, slack):
        """``method`` needs at most ``slack`` more queries for fifty than for one.

        :return: the queries for one
        """
        self.count_queries(method, prepare(FEW))  # warms caches up
        one = self.count_queries(method, prepare(FEW))
        many = self.count_queries(method, prepare(MANY))
        self.assertLessEqual(
            many, one + slack, f"{one} queries for one, {many} for {MANY}"
        )
        return one

    def paid_proposals(self, count):
        top, seller = self.branch(2)
        policies = self.env["insurance.policy"]
        cows = [self.cow() for _cow in range(count)]
        policies = policies.create(
            [
                {
                    "animal_id": cow.id,
                    "plan_id": self.insurance_plan.id,
                    "agent_id": seller.id,
                }
                for cow in cows
            ]
        )
        policies.action_submit()
        for policy in policies:
            # one payment each would take minutes; the hook is tested elsewhere
            policy._move("pending_approval", paid_on=policy.date_sale)
        policies.invoice_id.write({"payment_state": "paid"})
        return policies

    def test_approval(self):
        one = self.assert_flat(
            self.paid_proposals, lambda policies: policies.action_approve(), slack=8
        )
        self.assertLessEqual(one, 60)

    def test_the_dry_run_of_an_approval(self):
        names = ["ready_count", "refused_count", "warned_count", "line_ids"]

        def show(policies):
            action = policies.action_open_approval()
            self.env[action["res_model"]].browse(action["res_id"]).read(names)

        self.assert_flat(self.paid_proposals, show, slack=4)

    def test_the_premium_register(self):
        accountant = self.staff("accountant")
        register = self.env["insurance.register.premium"].with_user(accountant)
        day = fields.Date.today()
        period = Period(self.company, day, day)
        self.assert_flat(
            self.paid_proposals, lambda policies: register._make(period), slack=4
        )

    def test_pricing(self):
        def reprice(policies):
            policies.term_years = 3
            return policies.mapped("amount_total")

        def drafts(count):
            return self.env["insurance.policy"].create(
                [
                    {"animal_id": self.cow().id, "plan_id": self.insurance_plan.id}
                    for _policy in range(count)
                ]
            )

        self.assert_flat(drafts, reprice, slack=4)

    def test_the_queue(self):
        names = [
            "name",
            "warning_count",
            "warnings",
            "past_policy_ids",
            "payment_state",
        ]
        self.assert_flat(
            self.paid_proposals,
            lambda policies: policies.with_user(self.underwriter).read(names),
            slack=4,
        )

    def test_expiry(self):
        def approved(count):
            policies = self.paid_proposals(count)
            policies.action_approve()
            return policies

        self.assert_flat(approved, lambda policies: policies._move("expired"), slack=4)
