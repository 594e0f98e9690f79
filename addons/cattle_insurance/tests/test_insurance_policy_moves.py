from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged

from .policy_common import PolicyCommon

MOVES = {
    "action_submit": ("draft",),
    "action_approve": ("pending_approval",),
    "action_reject": ("pending_approval",),
    "action_cancel": ("draft", "pending", "approved"),
    "action_close": ("approved",),
}


@tagged("post_install", "-at_install")
class TestInsurancePolicyMoves(PolicyCommon):
    def test_every_move_is_allowed_from_its_states_and_refused_from_all_others(self):
        for method, allowed in MOVES.items():
            for state, policy in self.in_states().items():
                arguments = (
                    [] if method in ("action_submit", "action_approve") else ["Why"]
                )
                with self.subTest(method=method, state=state):
                    if state in allowed:
                        getattr(policy, method)(*arguments)
                        self.assertNotEqual(policy.state, state)
                    else:
                        with self.assertRaisesRegex(UserError, "can not become"):
                            getattr(policy, method)(*arguments)
                        self.assertEqual(policy.state, state)

    def test_nothing_else_writes_the_state(self):
        policy = self.propose()
        with self.assertRaisesRegex(UserError, "only by its buttons"):
            policy.write({"state": "approved"})
        with self.assertRaisesRegex(UserError, "only by its buttons"):
            self.propose(state="approved")
        context = {"default_state": "approved"}
        born = (
            self.env["insurance.policy"]
            .with_context(**context)
            .create({"animal_id": self.cow().id, "plan_id": self.insurance_plan.id})
        )
        self.assertEqual(born.state, "draft")

    def test_what_is_on_record_is_not_written_by_hand(self):
        policy = self.in_force()
        for vals in ({"paid_on": "2026-01-01"}, {"date_end": "2030-01-01"}):
            with self.assertRaisesRegex(UserError, "on record"):
                policy.with_user(self.underwriter).write(vals)

    def test_the_terms_stand_once_submitted(self):
        policy = self.submit()
        for vals in (
            {"term_years": 3},
            {"sum_insured_proposed": 90_000},
            {"animal_id": self.cow().id},
            {"agent_id": self.agent().id},
        ):
            with self.assertRaisesRegex(UserError, "stay as they were paid for"):
                policy.write(vals)
        policy.nominee_name = "Sita"

    def test_only_the_role_may_move(self):
        claims_officer = self.staff("claims_officer")
        for method in MOVES:
            policy = self.paid() if method != "action_submit" else self.propose()
            arguments = [] if method in ("action_submit", "action_approve") else ["Why"]
            with self.subTest(method=method), self.assertRaises(AccessError):
                getattr(policy.with_user(claims_officer), method)(*arguments)

    def test_a_refusal_needs_a_reason(self):
        policy = self.paid()
        for reason in ("", "   ", False):
            with self.assertRaisesRegex(UserError, "Give a reason"):
                policy.action_reject(reason)
        self.assertEqual(policy.state, "pending_approval")

    def test_only_drafts_are_deleted(self):
        with self.assertRaisesRegex(UserError, "Only drafts"):
            self.submit().unlink()
        self.propose().unlink()

    def test_copying_a_policy_makes_a_fresh_draft(self):
        old = self.in_force()
        copy = old.copy()
        self.assertRecordValues(
            copy,
            [{"state": "draft", "policy_number": False, "invoice_id": False,
              "date_start": False, "certificate_code": False}],
        )  # fmt: skip
        self.assertNotEqual(copy.name, old.name)

    def test_the_form_prices_while_it_is_filled_in(self):
        cow = self.cow()
        with Form(self.env["insurance.policy"].with_user(self.underwriter)) as form:
            form.animal_id = cow
            form.plan_id = self.insurance_plan
            self.assertEqual(form.premium, 2_250)
            form.term_years = 3
            self.assertEqual(form.premium, 5_500)
        self.assertEqual(form.record.partner_id, self.customer)


@tagged("post_install", "-at_install")
class TestInsuranceProposal(PolicyCommon):
    def assert_not_insurable(self, words, *args, **kwargs):
        policy = self.propose(*args, **kwargs)
        self.assert_refused(UserError, words, policy.action_submit)
        self.assertRecordValues(policy, [{"state": "draft", "invoice_id": False}])
        return policy

    def test_no_tag_no_cover(self):
        self.assert_not_insurable("no ear tag", self.cow(tag_number=False))

    def test_a_dead_animal_is_not_insured(self):
        cow = self.cow()
        cow.action_mark_dead()
        self.assert_not_insurable("not alive", cow)

    def test_only_the_owner_insures(self):
        self.assert_not_insurable("not the owner", partner_id=self.farmer().id)

    def test_entry_ages_count_to_the_day(self):
        for age, is_taken in ((1.9, False), (2, True), (10, True), (10.2, False)):
            policy = self.propose(self.cow(age_years=age))
            with self.subTest(age=age):
                if is_taken:
                    policy.action_submit()
                else:
                    self.assert_refused(UserError, "entry ages", policy.action_submit)

    def test_a_class_the_plan_does_not_take_is_refused(self):
        cow = self.cow(animal_class="dry")
        self.assert_not_insurable("does not take this class", cow)

    def test_a_term_without_a_rate_is_refused(self):
        self.assert_not_insurable("no rate for 5 years", term_years=5)

    def test_the_plan_s_largest_sum_is_kept(self):
        self.insurance_plan.sum_insured_max = 50_000
        self.submit()
        self.insurance_plan.sum_insured_max = 49_999.99
        self.assert_not_insurable("up to")

    def test_a_posp_sells_up_to_the_limit_of_his_licence(self):
        posp = self.agent()
        self.submit(self.cow(market_value=150_000), agent_id=posp.id)
        dear = self.cow(market_value=150_001)
        self.assert_not_insurable("allows up to", dear, agent_id=posp.id)
        self.submit(dear)

    def test_an_inactive_agent_does_not_sell(self):
        agent = self.agent()
        agent.action_deactivate("Left")
        self.assert_not_insurable("is not active", agent_id=agent.id)

    def test_an_animal_is_proposed_once_at_a_time(self):
        cow = self.cow()
        self.submit(cow)
        self.assert_not_insurable("insured or proposed already", cow)

    def test_an_insured_animal_is_proposed_again_only_as_a_renewal(self):
        policy = self.in_force()
        self.assert_not_insurable("insured or proposed already", policy.animal_id)
        self.submit(policy.animal_id, previous_policy_id=policy.id)

    def test_every_problem_of_every_proposal_comes_at_once(self):
        lost = self.propose(self.cow(tag_number=False, age_years=15), term_years=9)
        fine = self.propose()
        message = self.assert_refused(
            UserError, "no ear tag", (lost + fine).action_submit
        )
        for words in (lost.name, "entry ages", "no rate"):
            self.assertIn(words, message)
        self.assertNotIn(fine.name, message)
        self.assertEqual(fine.state, "draft")

    def test_warnings_name_what_the_underwriter_should_look_at(self):
        policy = self.propose(
            self.cow(health_status="sick"), sum_insured_proposed=60_000
        )
        for words in ("Photos missing", "healthy", "vet certificate", "more than"):
            self.assertIn(words, policy.warnings)
        self.assertEqual(policy.warning_count, 4)
