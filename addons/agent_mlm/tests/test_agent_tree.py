from odoo.exceptions import UserError, ValidationError
from odoo.tests import tagged

from .common import MlmCommon


@tagged("post_install", "-at_install")
class TestAgentTree(MlmCommon):
    """``parent_path`` answers level, upline, downline and team counts.

    top - left - low
        - right
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.top = cls.agent()
        cls.left, cls.right = cls.agent(cls.top), cls.agent(cls.top)
        cls.low = cls.agent(cls.left)
        cls.all = cls.top + cls.left + cls.right + cls.low

    def count(self, field="team_count"):
        self.env.invalidate_all()
        return self.all.mapped(field)

    def test_the_level_counts_from_one_at_the_top(self):
        self.assertEqual(self.all.mapped("level"), [1, 2, 2, 3])

    def test_agents_are_found_by_level(self):
        def found(operator, value):
            domain = [("level", operator, value), ("id", "in", self.all.ids)]
            return self.env["mlm.agent"].search(domain, order="id")

        self.assertEqual(found("=", 2), self.left + self.right)
        self.assertEqual(found("in", [1, 3]), self.top + self.low)
        self.assertEqual(found("!=", 2), self.top + self.low)
        self.assertEqual(found(">", 2), self.low)
        self.assertEqual(found(">=", 2), self.left + self.right + self.low)
        self.assertEqual(found("<", 2), self.top)
        self.assertEqual(found("<=", 0), self.env["mlm.agent"])
        self.assertEqual(found("=", False), self.env["mlm.agent"])

    def test_the_upline_starts_with_the_agent_and_ends_at_the_top(self):
        self.assertEqual(
            self.low._get_upline().ids, (self.low + self.left + self.top).ids
        )
        self.assertEqual(self.top._get_upline(), self.top)

    def test_the_downline_is_found_by_child_of(self):
        found = self.env["mlm.agent"].search([("id", "child_of", self.left.id)])
        self.assertEqual(found, self.left + self.low)

    def test_the_team_counts_every_level_and_direct_members_one(self):
        self.assertEqual(self.count(), [3, 1, 0, 0])
        self.assertEqual(self.count("recruit_count"), [2, 1, 0, 0])

    def test_both_counts_leave_out_the_archived(self):
        self.low.active = False
        self.assertEqual(self.count(), [2, 0, 0, 0])
        self.assertEqual(self.count("recruit_count"), [2, 0, 0, 0])

    def test_similar_paths_are_not_mistaken_for_each_other(self):
        """Agent 12 is not in the team of agent 1, whose path its own begins with."""
        self.env.cr.execute(
            "UPDATE mlm_agent SET parent_path = '987654/' WHERE id = %s",
            (self.left.id,),
        )
        self.env.cr.execute(
            "UPDATE mlm_agent SET parent_path = '9876541/' WHERE id = %s",
            (self.low.id,),
        )
        self.assertEqual(self.count()[1], 0)

    def test_moving_a_branch_takes_its_team_along(self):
        self.left.sponsor_id = self.right
        self.assertEqual(self.count(), [3, 1, 2, 0])
        self.assertEqual(self.count("level"), [1, 3, 2, 4])
        self.assertEqual(
            self.low._get_upline().ids,
            (self.low + self.left + self.right + self.top).ids,
        )

    def test_a_branch_may_become_a_tree_of_its_own(self):
        self.left.sponsor_id = False
        self.assertEqual(self.count(), [1, 1, 0, 0])
        self.assertEqual(self.count("level"), [1, 1, 2, 2])

    def test_nobody_stands_below_his_own_team(self):
        self.assert_refused(
            UserError, "below", self.top.write, {"sponsor_id": self.low.id}
        )
        self.assertFalse(self.top.sponsor_id)

    def test_nobody_sponsors_himself(self):
        self.assert_refused(
            UserError, "below", self.top.write, {"sponsor_id": self.top.id}
        )

    def test_applicants_and_rejected_agents_sponsor_nobody(self):
        applicant = self.applicant()
        for move in (lambda: None, lambda: applicant.action_reject("No licence")):
            move()
            self.assert_refused(
                ValidationError, "not admitted", self.applicant, sponsor=applicant
            )

    def test_the_sponsor_is_of_the_same_company(self):
        elsewhere = self.env["res.company"].create({"name": "Elsewhere Ltd"})
        partner = self.env["res.partner"].create({"name": "Stranger"})
        self.assert_refused(
            UserError,
            "compan",
            self.env["mlm.agent"].create,
            {
                "partner_id": partner.id,
                "company_id": elsewhere.id,
                "sponsor_id": self.top.id,
            },
        )

    def test_the_logins_above_are_those_of_the_agent_and_his_sponsors(self):
        head = self.agent(login="mlm_test_head")
        member = self.agent(self.agent(head), login="mlm_test_member")
        self.assertEqual(member.upline_user_ids, member.user_id | head.user_id)
        domain = [("upline_user_ids", "in", head.user_id.ids)]
        found = self.env["mlm.agent"].search(domain)
        self.assertEqual(found, head | member.sponsor_id | member)
