from datetime import timedelta

from odoo import Command, fields, models
from odoo.exceptions import UserError

from .insurance_policy import UNDERWRITER


class InsurancePolicy(models.Model):
    """The underwriter's decision, over one proposal or a thousand."""

    _inherit = "insurance.policy"

    def action_approve(self):
        """Put paid proposals in force: number, dates, commissions, notices.

        :raise UserError: listing every proposal that can not be approved, and why
        """
        self._check_role(UNDERWRITER)
        self.check_access("write")
        self._check_moves_to("approved")
        self._check_approvable()
        # the approver was checked above; sudo spares a rule query for each policy
        policies = self.sudo().with_context(tracking_disable=True)
        policies._put_in_force()
        policies._accrue_commissions()
        policies._close_decision()
        policies._queue_notice()

    def action_reject(self, reason):
        """Refuse paid proposals and give the premium back by credit note.

        :param str reason: told to the customer
        """
        self._check_role(UNDERWRITER)
        self.check_access("write")
        reason = self.env["mlm.agent"]._require_reason(reason)
        self._check_moves_to("rejected")
        self._credit_premium({policy: policy.premium for policy in self})
        self._move(
            "rejected",
            state_reason=reason,
            rejected_by_id=self.env.uid,
            rejected_at=fields.Datetime.now(),
        )
        self._close_decision()
        self._queue_notice()

    def _put_in_force(self):
        today = fields.Date.context_today(self)
        approval = {
            "approved_by_id": self.env.uid,
            "approved_at": fields.Datetime.now(),
        }
        numbers = self.env["ir.sequence"]._draw("insurance.policy", len(self))
        codes = self._draw_certificate_codes()
        for policy, number, code in zip(self, numbers, codes, strict=True):
            policy._record(
                policy_number=number,
                certificate_code=code,
                sum_insured_approved=policy.sum_insured,
            )
        # written once for all that are covered alike, not policy by policy
        for cover, alike in self.grouped(lambda p: p._get_cover(today)).items():
            start, end = cover
            alike._move("approved", date_start=start, date_end=end, **approval)

    def _get_cover(self, today):
        """Return the first and the last day of cover of a policy approved today."""
        start = self._get_start(today)
        return start, self._get_end(start)

    def _get_start(self, today):
        """Return the first day of cover.

        Never before the payment (Insurance Act 1938, s.64VB) or the approval; a
        renewal paid within the plan's grace goes on where the old policy ends.
        """
        self.ensure_one()
        previous = self.previous_policy_id
        if previous.date_end:
            last_day = previous.date_end + timedelta(days=self.plan_id.grace_days)
            if self.paid_on <= last_day:
                return previous.date_end + timedelta(days=1)
        return max(filter(None, [self.paid_on, self.date_start_wanted, today]))

    def _get_end(self, start):
        self.ensure_one()
        return fields.Date.add(start, years=self.term_years, days=-1)

    def _check_approvable(self):
        """Refuse the whole batch if one proposal can not be put in force."""
        problems = [
            self.env._("%(policy)s: %(problem)s", policy=policy.name, problem=problem)
            for policy, problems in self._list_approval_problems().items()
            for problem in problems
        ]
        if problems:
            raise UserError("\n".join(problems))

    def _list_approval_problems(self):
        """Return {proposal: [sentences]} of those that can not be put in force."""
        limits = self.env["insurance.licence.limit"]._get_limits_on(
            fields.Date.context_today(self)
        )
        live = self._get_live_animals()
        return {
            policy: problems
            for policy in self
            if (
                problems := policy._list_state_problems()
                or [
                    *policy._list_decision_problems(live),
                    *policy._list_agent_problems(limits),
                ]
            )
        }

    def _list_state_problems(self):
        self.ensure_one()
        if "approved" in self._moves[self.state]:
            return []
        labels = dict(self._fields["state"]._description_selection(self.env))
        return [self.env._("its status is “%(state)s”.", state=labels[self.state])]

    def action_open_approval(self):
        """Show what an approval of these would refuse and why, before it is done."""
        self._check_role(UNDERWRITER)
        self.check_access("write")
        approval = self.env["insurance.policy.approval"].create(
            {"policy_ids": [Command.set(self.ids)]}
        )
        return approval._get_records_action(
            name=self.env._("Approve proposals"), target="new"
        )

    def _get_live_animals(self):
        """Return the animals that another policy covers today or later."""
        live = self.sudo().search(
            [
                ("animal_id", "in", self.animal_id.ids),
                ("id", "not in", self.ids),
                ("state", "=", "approved"),
            ]
        )
        return (live - self.previous_policy_id).animal_id

    def _list_decision_problems(self, live):
        self.ensure_one()
        problems = []
        if self.payment_state != "paid":
            problems.append(
                self.env._("the premium is not received any more: see the invoice.")
            )
        if self.animal_id.state != "alive":
            problems.append(self.env._("the animal is not alive and in the herd."))
        if self.animal_id in live:
            problems.append(
                self.env._(
                    "%(animal)s is covered by another policy.",
                    animal=self.animal_id.display_name,
                )
            )
        return problems

    def _schedule_decision(self):
        """Remind the underwriters who were named; the others watch the queue."""
        for user, policies in self.grouped("underwriter_id").items():
            if user:
                policies.activity_schedule(
                    "cattle_insurance.mail_activity_decide", user_id=user.id
                )

    def _close_decision(self):
        self.activity_unlink(["cattle_insurance.mail_activity_decide"])
