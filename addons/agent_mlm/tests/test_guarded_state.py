from itertools import product

from odoo.exceptions import UserError
from odoo.tests import tagged

from .common import MlmCommon


@tagged("post_install", "-at_install")
class TestGuardedState(MlmCommon):
    """Every model with a life cycle changes state by its moves, and by nothing else."""

    def test_agents_move_as_their_table_says_and_no_other_way(self):
        self.assert_moves(
            self.agent(),
            {
                ("pending", "active"),
                ("pending", "rejected"),
                ("active", "inactive"),
                ("inactive", "active"),
                ("rejected", "pending"),
            },
        )

    def test_commissions_move_as_their_table_says_and_no_other_way(self):
        self.assert_moves(
            self.earn(self.agent(), 100),  # in the books, as paid ones must be
            {
                ("pending", "approved"),
                ("pending", "held"),
                ("pending", "cancelled"),
                ("held", "pending"),
                ("held", "cancelled"),
                ("approved", "paid"),
                ("paid", "approved"),
            },
        )

    def test_withdrawals_move_as_their_table_says_and_no_other_way(self):
        withdrawal = self.withdraw(self.agent_with(earned=100), 100)
        withdrawal._record(reversal_line_id=withdrawal.move_line_id.id)
        self.assert_moves(
            withdrawal,
            {
                ("pending", "approved"),
                ("pending", "rejected"),
                ("pending", "cancelled"),
                ("approved", "processed"),
                ("processed", "reversed"),
                ("approved", "failed"),
                ("approved", "rejected"),
            },
        )

    def assert_moves(self, record, allowed):
        states = record._fields["state"].get_values(self.env)
        for origin, target in product(states, states):
            with self.subTest(origin=origin, target=target):
                self.put(record, origin)
                if (origin, target) in allowed:
                    record._move(target)
                    self.assertEqual(record.state, target)
                else:
                    self.assert_refused(UserError, "can not", record._move, target)
                    self.assertEqual(record.state, origin)

    def put(self, record, state):
        """Put a record in a state without asking anybody."""
        record.flush_recordset()
        self.env.cr.execute(
            f"UPDATE {record._table} SET state = %s WHERE id = %s", (state, record.id)
        )
        record.invalidate_recordset()

    def test_writing_the_state_is_refused_to_everybody_even_unchanged(self):
        agent = self.agent_with(earned=100)
        records = [agent, self.commission(agent, 10), self.ask(agent, 50)]
        for record, user in product(records, [self.env.user, self.manager]):
            with self.subTest(model=record._name, user=user.login):
                self.assert_refused(
                    UserError,
                    "only by its buttons",
                    record.with_user(user).write,
                    {"state": record.state},
                )

    def test_creating_in_another_state_than_the_first_is_refused(self):
        partner = self.env["res.partner"].create({"name": "Impatient"})
        self.assert_refused(
            UserError,
            "only by its buttons",
            self.env["mlm.agent"].with_user(self.officer).create,
            {"partner_id": partner.id, "state": "active"},
        )

    def test_a_default_in_the_context_does_not_choose_the_state(self):
        self.env = self.env(context={"default_state": "active"})
        partner = self.env["res.partner"].create({"name": "Sly"})
        agent = self.env["mlm.agent"].create({"partner_id": partner.id})
        self.assertEqual(agent.state, "pending")

    def test_facts_are_sealed_also_those_that_are_computed(self):
        withdrawal = self.ask(self.agent_with(earned=100), 50).with_user(self.manager)
        other = self.env["res.company"].create({"name": "Elsewhere Ltd"})
        for vals in ({"company_id": other.id}, {"bank_reference": "WD1"}):
            with self.subTest(vals=vals):
                self.assert_refused(UserError, "on record", withdrawal.write, vals)

    def test_what_is_computed_follows_all_the_same(self):
        withdrawal = self.ask(self.agent_with(earned=100), 50)
        withdrawal._record(name="WD/77-A")
        withdrawal.flush_recordset()
        self.assertEqual(withdrawal.bank_reference, "WD77A")

    def test_no_withdrawal_is_made_with_facts_of_the_callers_choice(self):
        agent = self.agent_with(earned=100)
        line = self.earn(self.agent(), 100).move_line_id
        for name, value in self.invented(line).items():
            with self.subTest(name=name):
                self.assert_refused(
                    UserError,
                    "on record",
                    self.env["mlm.withdrawal"].with_user(self.clerk).create,
                    {"agent_id": agent.id, "amount": 10, name: value},
                )

    def test_defaults_from_outside_do_not_choose_facts_either(self):
        agent = self.agent_with(earned=100)
        invented = self.invented(self.earn(self.agent(), 100).move_line_id)
        self.env["ir.default"].set("mlm.withdrawal", "utr", "MINE", self.clerk.id)
        defaults = {f"default_{name}": value for name, value in invented.items()}
        withdrawals = self.env["mlm.withdrawal"].with_user(self.clerk)
        vals = {"agent_id": agent.id, "amount": 10}
        self.assertFalse(withdrawals.create(vals).utr)
        withdrawal = withdrawals.with_context(**defaults).create(vals)
        for name, value in invented.items():
            with self.subTest(name=name):
                found = withdrawal._convert_to_write({name: withdrawal[name]})[name]
                self.assertNotEqual(str(found), str(value))

    def invented(self, line):
        """Return what somebody would like a withdrawal to say."""
        return {
            "utr": "UTR1",
            "approved_by_id": self.manager.id,
            "requested_at": "2001-01-01 00:00:00",
            "move_line_id": line.id,
            "company_id": self.env["res.company"].create({"name": "Elsewhere"}).id,
            "bank_reference": "WD1",
        }

    def test_a_copy_starts_from_the_first_state(self):
        agent = self.agent_with(earned=1_000)
        withdrawal = self.ask_approved(agent, 100)
        self.assertEqual(withdrawal.copy().state, "pending")

    def test_importing_a_state_is_refused_in_the_row_of_the_file(self):
        partner = self.env["res.partner"].create({"name": "Imported Impatience"})
        result = (
            self.env["mlm.agent"]
            .with_user(self.officer)
            .load(["partner_id/.id", "state"], [[str(partner.id), "active"]])
        )
        self.assertFalse(result["ids"])
        self.assertIn("only by its buttons", result["messages"][0]["message"])

    def test_a_portal_agent_can_not_write_even_his_own_state(self):
        agent = self.agent_with(earned=100, login="mlm_test_sly_agent")
        for record in (agent, self.commission(agent, 10), self.ask(agent, 50)):
            with self.assertRaises(UserError), self.env.cr.savepoint():
                record.with_user(agent.user_id).write({"state": record.state})

    def test_a_batch_moves_together_or_not_at_all(self):
        agent = self.agent_with(earned=1_000)
        fresh, decided = self.ask(agent, 100), self.ask_approved(agent, 100)
        message = self.assert_refused(
            UserError, decided.name, (fresh + decided).action_approve
        )
        self.assertNotIn(fresh.name, message)
        self.assert_states(fresh + decided, "pending", "approved")
