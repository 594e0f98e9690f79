from datetime import date

from freezegun import freeze_time
from hypothesis import given, settings
from hypothesis import strategies as st

from odoo.exceptions import RedirectWarning, UserError, ValidationError
from odoo.tests import tagged

from .common import MlmCommon

THRESHOLD = 20_000


class WithholdingCase(MlmCommon):
    """Agents whose tax can be told: `agent()` has the PAN of an individual."""

    def earn_on(self, day, agent, *amounts):
        """Return commissions approved on ``day``."""
        with freeze_time(f"{day} 10:00:00"):
            return self.earn(agent, *amounts)

    def rows_of(self, agents):
        """Return what was withheld from these agents, the oldest first."""
        return (
            self.env["mlm.withholding"]
            .search([("agent_id", "in", agents.ids)])
            .sorted("id")
        )

    def assert_withheld(self, agents, *expected):
        """The agents' rows of tax are these (kind, base, rate, tax), in order."""
        rows = self.rows_of(agents)
        self.assertEqual(len(rows), len(expected))
        names = ("kind", "amount_base", "rate", "amount")
        for row, values in zip(rows, expected, strict=True):
            self.assertRecordValues(row, [dict(zip(names, values, strict=True))])


@tagged("post_install", "-at_install")
class TestWithholding(WithholdingCase):
    """Tax comes off when the wallet is credited, over the year's threshold."""

    def test_up_to_the_threshold_nothing_is_withheld(self):
        agent = self.agent()
        self.earn_on("2026-05-01", agent, THRESHOLD)
        self.assert_withheld(agent)
        self.assert_wallet(agent, balance=THRESHOLD)

    def test_a_paisa_above_the_threshold_all_is_taxed(self):
        agent = self.agent()
        self.earn_on("2026-05-01", agent, THRESHOLD + 0.01)
        self.assert_withheld(agent, ("current", 20_000.01, 2, 400.0))
        self.assert_wallet(agent, balance=19_600.01)

    def test_crossing_the_threshold_catches_the_year_up_on_a_line_of_its_own(self):
        agent = self.agent()
        self.earn_on("2026-04-01", agent, 15_000)
        commission = self.earn_on("2026-06-30", agent, 10_000)
        partner = agent.partner_id
        self.assert_entry(
            commission.move_line_id.move_id,
            [
                (self.expense, self.nobody, 10_000.0, 0.0),
                (self.payable, partner, 0.0, 10_000.0),
                (self.payable, partner, 300.0, 0.0),
                (self.tax_payable, partner, 0.0, 300.0),
                (self.payable, partner, 200.0, 0.0),
                (self.tax_payable, partner, 0.0, 200.0),
            ],
        )
        self.assert_withheld(
            agent, ("catch_up", 15_000, 2, 300.0), ("current", 10_000, 2, 200.0)
        )
        self.assertIn("caught up", self.rows_of(agent)[0].move_line_id.name)
        self.assert_wallet(agent, balance=24_500)

    def test_after_the_threshold_each_approval_is_taxed_once(self):
        agent = self.agent()
        self.earn_on("2026-05-01", agent, 30_000)
        self.earn_on("2026-05-02", agent, 1_000)
        self.assert_withheld(
            agent, ("current", 30_000, 2, 600.0), ("current", 1_000, 2, 20.0)
        )

    def test_the_first_of_april_starts_a_new_year(self):
        agent = self.agent()
        self.earn_on("2026-03-31", agent, 20_000)
        self.earn_on("2026-04-01", agent, 20_000)
        self.assert_withheld(agent)
        self.earn_on("2026-04-02", agent, 1)
        rows = self.rows_of(agent)
        self.assertEqual(sum(rows.mapped("amount_base")), 20_001)
        self.assertEqual(set(rows.mapped("financial_year")), {"2026-27"})

    def test_the_provision_is_called_what_the_day_calls_it(self):
        agent = self.agent()
        self.earn_on("2026-03-31", agent, 30_000)
        self.earn_on("2026-04-01", agent, 30_000)
        old, new = self.rows_of(agent)
        self.assertEqual((old.rule_id.name, old.payment_code), ("s.194D", "194D"))
        self.assertEqual(
            (new.rule_id.name, new.payment_code), ("s.393(1) Sl. 1(i)", "1005")
        )

    def test_before_april_2025_it_was_five_per_cent_above_fifteen_thousand(self):
        agent = self.agent()
        self.earn_on("2025-03-31", agent, 16_000)
        self.assert_withheld(agent, ("current", 16_000, 5, 800.0))

    def test_a_company_pays_ten_per_cent(self):
        agent = self.agent(pan="ABCCK1234L")
        self.earn_on("2026-05-01", agent, 25_000)
        self.assert_withheld(agent, ("current", 25_000, 10, 2_500.0))

    def test_without_a_pan_it_is_twenty_per_cent(self):
        agent = self.agent(pan=False)
        self.earn_on("2026-05-01", agent, 25_000)
        self.assert_withheld(agent, ("current", 25_000, 20, 5_000.0))
        self.assertFalse(self.rows_of(agent).pan)

    def test_a_pan_that_comes_later_lowers_what_comes_later(self):
        agent = self.agent(pan=False)
        self.earn_on("2026-05-01", agent, 25_000)
        agent.pan = "ABCPZ1234L"
        self.earn_on("2026-05-02", agent, 1_000)
        self.assert_withheld(
            agent, ("current", 25_000, 20, 5_000.0), ("current", 1_000, 2, 20.0)
        )

    def test_the_threshold_is_the_persons_not_the_agents(self):
        one, two = self.agent(pan="ABCPY1234L"), self.agent(pan="ABCPY1234L")
        self.earn_on("2026-05-01", one, 15_000)
        self.earn_on("2026-05-02", two, 10_000)
        self.assert_withheld(
            one + two, ("catch_up", 15_000, 2, 300.0), ("current", 10_000, 2, 200.0)
        )
        self.assertEqual(self.rows_of(one).kind, "catch_up")
        self.assert_wallet(one, balance=14_700)
        self.assert_wallet(two, balance=9_800)

    def test_two_agents_of_a_person_in_one_approval_pass_the_threshold_together(self):
        one, two = self.agent(pan="ABCPX1234L"), self.agent(pan="ABCPX1234L")
        with freeze_time("2026-05-01 10:00:00"):
            shares = self.commission(one, 12_000) + self.commission(two, 12_000)
            shares.action_approve()
        self.assert_withheld(
            one + two, ("current", 12_000, 2, 240.0), ("current", 12_000, 2, 240.0)
        )

    def test_two_persons_do_not_share_a_threshold(self):
        one, two = self.agent(), self.agent()
        with freeze_time("2026-05-01 10:00:00"):
            shares = self.commission(one, 15_000) + self.commission(two, 15_000)
            shares.action_approve()
        self.assert_withheld(one + two)

    def test_a_clawback_does_not_reduce_the_base(self):
        agent = self.agent()
        commission = self.earn_on("2026-05-01", agent, 15_000)
        commission._claw_back({commission: 150_000}, {})
        self.assert_wallet(agent, balance=0)
        self.earn_on("2026-05-02", agent, 6_000)
        self.assert_withheld(
            agent, ("catch_up", 15_000, 2, 300.0), ("current", 6_000, 2, 120.0)
        )

    def test_what_was_refunded_before_approval_was_never_earned(self):
        agent = self.agent()
        with freeze_time("2026-05-01 10:00:00"):
            commission = self.commission(agent, 30_000)
            commission._claw_back({commission: 150_000}, {})
            commission.action_approve()
        self.assert_withheld(agent)
        self.assert_wallet(agent, balance=15_000)

    def test_odoos_tds_report_counts_it(self):
        agent = self.agent()
        self.earn_on("2026-05-01", agent, 30_000)
        line = self.rows_of(agent).tax_line_id
        expression = self.env.ref("l10n_in.tds_report_line_section_194d_tag")
        self.assertEqual(line.tax_tag_ids, expression._get_matching_tags())
        self.assertTrue(line.tax_tag_ids)

    def test_a_rule_need_not_be_in_odoos_report(self):
        rule = self.env.ref("agent_mlm.mlm_withholding_rule_2026")
        rule.section_id = False
        agent = self.agent()
        self.earn_on("2026-05-01", agent, 30_000)
        self.assertFalse(self.rows_of(agent).tax_line_id.tax_tag_ids)
        self.assertEqual(self.rows_of(agent).tax_line_id.credit, 600)

    def test_a_missing_tax_account_is_named_before_anything_is_posted(self):
        self.company.mlm_withholding_account_id = False
        agent = self.agent()
        self.earn_on("2026-05-01", agent, 100)
        commission = self.commission(agent, 30_000)
        self.assert_refused(
            RedirectWarning, "TDS payable account", commission.action_approve
        )
        self.assert_wallet(agent, balance=100)

    def test_without_a_rule_in_force_nothing_is_withheld(self):
        agent = self.agent()
        self.earn_on("2021-03-31", agent, 50_000)
        self.assert_withheld(agent)

    def test_a_copied_rule_starts_later_and_keeps_the_rates_of_companies(self):
        rule = self.env.ref("agent_mlm.mlm_withholding_rule_2026")
        copy = rule.copy()
        self.assertGreater(copy.date_start, rule.date_start)
        self.assertEqual(copy.class_ids.mapped("rate"), [10])
        self.assert_refused(UserError, "one rate for each", rule.class_ids.copy)

    def test_tax_stays_on_record(self):
        agent = self.agent()
        self.earn_on("2026-05-01", agent, 30_000)
        row = self.rows_of(agent)
        self.assert_refused(UserError, "stays on record", row.unlink)
        self.assert_refused(UserError, "no copies", row.copy)
        with self.assertRaises(UserError):
            row.with_user(self.manager).write({"amount": 1})

    def test_only_accountants_read_what_was_withheld(self):
        self.earn_on("2026-05-01", self.agent(), 30_000)
        rows = self.env["mlm.withholding"]
        self.assertTrue(rows.with_user(self.accountant).search([]))
        with self.assertRaises(UserError):
            rows.with_user(self.officer).search([])

    def test_a_simulation_posts_nothing(self):
        agent = self.agent()
        vals_list = self.env["mlm.agent"]._list_withholdings(
            {agent: 30_000}, date(2026, 5, 1)
        )
        self.assertEqual([vals["amount"] for vals in vals_list], [600.0])
        self.assert_withheld(agent)


@tagged("post_install", "-at_install")
class TestWithholdingCertificate(WithholdingCase):
    """A certificate of the tax office lowers the rate, within its days and limit."""

    def certify(self, agent, mode="lower", **vals):
        """Give the agent a certificate at 0.5 per cent for 2026-27."""
        agent.partner_id.l10n_in_pan_entity_id.write(
            {
                "tds_deduction": mode,
                "mlm_certificate_number": "C/2026/17",
                "mlm_certificate_rate": 0.5,
                "mlm_certificate_date_start": "2026-04-01",
                "mlm_certificate_date_end": "2027-03-31",
                **vals,
            }
        )

    def test_the_certificates_rate_applies(self):
        agent = self.agent()
        self.certify(agent)
        self.earn_on("2026-05-01", agent, 30_000)
        self.assert_withheld(agent, ("current", 30_000, 0.5, 150.0))
        row = self.rows_of(agent)
        self.assertEqual(
            (row.certificate, row.certificate_number), ("lower", "C/2026/17")
        )

    def test_a_nil_certificate_is_on_record_without_a_line(self):
        agent = self.agent()
        self.certify(agent, mode="no")
        self.earn_on("2026-05-01", agent, 30_000)
        self.assert_withheld(agent, ("current", 30_000, 0, 0))
        self.assertFalse(self.rows_of(agent).move_line_id)
        self.assert_wallet(agent, balance=30_000)

    def test_it_counts_on_its_first_and_last_day_and_on_no_other(self):
        agent = self.agent()
        self.certify(
            agent,
            mlm_certificate_date_start="2026-06-01",
            mlm_certificate_date_end="2026-06-30",
        )
        self.earn_on("2026-05-31", agent, 30_000)
        for day in ("2026-06-01", "2026-06-30", "2026-07-01"):
            self.earn_on(day, agent, 1_000)
        self.assertEqual(self.rows_of(agent).mapped("rate"), [2, 0.5, 0.5, 2])

    def test_beyond_its_limit_the_ordinary_rate_applies(self):
        agent = self.agent()
        self.certify(agent, mlm_certificate_limit=40_000)
        self.earn_on("2026-05-01", agent, 30_000)
        self.earn_on("2026-05-02", agent, 30_000)
        self.assert_withheld(
            agent,
            ("current", 30_000, 0.5, 150.0),
            ("current", 10_000, 0.5, 50.0),
            ("current", 20_000, 2, 400.0),
        )

    def test_marked_for_the_higher_deduction_pays_like_without_pan(self):
        agent = self.agent()
        self.certify(agent, mode="higher")
        self.earn_on("2026-05-01", agent, 30_000)
        self.assert_withheld(agent, ("current", 30_000, 20, 6_000.0))

    def test_a_lower_deduction_needs_its_certificate(self):
        entity = self.agent().partner_id.l10n_in_pan_entity_id
        self.assert_refused(
            ValidationError,
            "number, rate and last day",
            entity.write,
            {"tds_deduction": "lower"},
        )


@tagged("post_install", "-at_install")
class TestWithholdingSums(WithholdingCase):
    """However the year is cut into approvals, the tax is the same to the paisa."""

    @settings(max_examples=25, deadline=None, derandomize=True, database=None)
    @given(st.lists(st.integers(1, 1_500_000), min_size=1, max_size=6))
    def test_the_years_tax_does_not_depend_on_the_steps(self, paise):
        earned = sum(paise)
        tax = (earned * 2 + 50) // 100 if earned > THRESHOLD * 100 else 0
        with self.env.cr.savepoint() as savepoint:
            agent = self.agent()
            for amount in paise:
                self.earn_on("2026-05-01", agent, amount / 100)
            withheld = sum(self.rows_of(agent).mapped("amount"))
            self.assertEqual(round(withheld * 100), tax)
            self.assert_wallet(agent, balance=(earned - tax) / 100)
            savepoint.rollback()
        self.env.invalidate_all()
