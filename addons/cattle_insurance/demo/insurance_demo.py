import random
from datetime import timedelta

from dateutil.relativedelta import relativedelta
from freezegun import freeze_time

from odoo import api, fields, models

from odoo.addons.agent_mlm.demo.people import People

SEED = 2027
MONTHS = 24
# of the animals that enter the register each month, not all are insured
ANIMALS_A_MONTH = 11
PROPOSALS_A_MONTH = 7
# now and then a customer does not pay, or a bank refuses
TROUBLE_EVERY_MONTHS = 5
# for so many months now the bank gets files
BATCH_MONTHS = 4
# in the last months a prize bull each
PRIZE_BULLS = 2
# what the present month leaves on the desks
OPEN_ANIMALS = 36
NOMINEES = ("Asha", "Kiran", "Lata", "Mohan")
REASONS_REJECTED = (
    "The photos show another animal than the ear tag says.",
    "The animal was under treatment when the proposal was signed.",
)
REASONS_CANCELLED = ("Sold at the Pushkar fair.", "Insured by the dairy society now.")


class InsurancePolicy(models.Model):
    """Demo: two years of an insurance office, day by day in the order of the calendar.

    Every state is reached by the methods the office uses; only the clock is set.
    """

    _inherit = "insurance.policy"

    @api.model
    def _install_demo_business(self):
        """Play the two years once."""
        if self.search_count([], limit=1):
            return
        # the hook that does it runs after demo data
        self.env.company._load_premium_books()
        # days are written the Indian way
        self.env.ref("base.lang_en").date_format = "%d/%m/%Y"
        office = self.with_user(self.env.ref("base.user_admin")).with_context(
            tracking_disable=True, mail_notrack=True, mail_create_nosubscribe=True
        )
        rng, people = random.Random(SEED), People(SEED)
        first_day = fields.Date.today() - relativedelta(months=MONTHS, day=1)
        with freeze_time(first_day) as clock:
            for month in range(MONTHS):
                start = first_day + relativedelta(months=month)
                office._play_demo_month(clock, start, rng, people, month)
        office._leave_demo_desks(rng, people)
        # two years of notices went out long ago
        self.search([("is_notice_due", "=", True)])._record(is_notice_due=False)
        office._deliver_demo_mails()
        office.env["mlm.ledger.check"]._check_company(office.env.company)

    def _play_demo_month(self, clock, start, rng, people, month):
        """Sell, receive, decide and pay for a month that begins on ``start``."""
        clock.move_to(f"{start} 05:30:00")
        self._expire_batch()
        self._play_demo_withdrawals(
            start.month % TROUBLE_EVERY_MONTHS == 0, month >= MONTHS - BATCH_MONTHS
        )
        clock.move_to(f"{start + timedelta(days=3)} 05:30:00")
        animals = self.env["cattle.animal"]._create_demo_animals(
            rng, people, ANIMALS_A_MONTH
        )
        proposals = self._propose_demo(rng, animals[:PROPOSALS_A_MONTH])
        proposals += self._propose_demo_renewals(rng)
        if month >= MONTHS - PRIZE_BULLS:
            proposals += self._sell_demo_prize_bull(rng, people)
        proposals.action_submit()
        clock.move_to(f"{start + timedelta(days=5)} 06:00:00")
        has_trouble = start.month % TROUBLE_EVERY_MONTHS == 0
        unpaid = proposals[: int(has_trouble)]
        self._receive_demo_premiums(proposals - unpaid)
        clock.move_to(f"{start + timedelta(days=7)} 07:00:00")
        unpaid.action_cancel("The premium did not come.")
        self._decide_demo_month(rng, proposals - unpaid)
        clock.move_to(f"{start + timedelta(days=25)} 11:00:00")
        self._approve_demo_commissions()

    def _propose_demo(self, rng, animals):
        """Return draft proposals for animals, most of them sold by an agent."""
        sellers = self.env["mlm.agent"]._get_demo_sellers()
        return self.create(
            [
                self._prepare_demo_proposal_vals(rng, animal, rng.choice(sellers))
                for animal in animals
            ]
        )

    def _prepare_demo_proposal_vals(self, rng, animal, seller):
        dairy = self.env.ref("cattle_insurance.insurance_plan_dairy_demo")
        fixed = self.env.ref("cattle_insurance.insurance_plan_fixed_demo")
        family = animal.owner_id.name.split()[-1]
        return {
            "animal_id": animal.id,
            "plan_id": rng.choices((dairy, fixed), (3, 1))[0].id,
            "term_years": rng.choices((1, 2, 3), (6, 1, 2))[0],
            "agent_id": seller.id if rng.random() < 0.85 else False,
            "nominee_name": f"{rng.choice(NOMINEES)} {family}",
            "nominee_relation": rng.choice(("Wife", "Husband", "Son", "Daughter")),
        }

    def _propose_demo_renewals(self, rng):
        """Return draft renewals of the policies that end within a week."""
        today = fields.Date.today()
        ending = self.search(
            [
                ("state", "=", "approved"),
                ("date_end", ">=", today),
                ("date_end", "<=", today + timedelta(days=30)),
            ]
        ).filtered(lambda policy: rng.random() < 0.6)
        return self.create(
            [
                {
                    "animal_id": policy.animal_id.id,
                    "plan_id": policy.plan_id.id,
                    "agent_id": policy.agent_id.id,
                    "previous_policy_id": policy.id,
                    "nominee_name": policy.nominee_name,
                    "nominee_relation": policy.nominee_relation,
                }
                for policy in ending
            ]
        )

    def _decide_demo_month(self, rng, proposals):
        """Approve most, reject some; cancel and close some of the older policies."""
        rejected = proposals[-1:] if rng.random() < 0.4 else proposals.browse()
        if rejected:
            rejected.action_reject(rng.choice(REASONS_REJECTED))
        (proposals - rejected).action_approve()
        older = self.search([("state", "=", "approved")], order="id", limit=40)
        if len(older) == 40 and rng.random() < 0.5:
            rng.choice(older[:20]).action_cancel(rng.choice(REASONS_CANCELLED))
            lost = rng.choice(older[20:])
            lost.animal_id.action_mark_dead(note="Died of haemorrhagic septicaemia.")
            lost.action_close("Total loss, settled.")

    def _leave_demo_desks(self, rng, people):
        """Leave the present month's work: drafts, unpaid, and a queue with photos."""
        animals = self.env["cattle.animal"]._create_demo_animals(
            rng, people, OPEN_ANIMALS
        )
        customer = self.env.ref("cattle_insurance.user_customer_demo").partner_id
        customer.write(
            {
                "is_cattle_owner": True,
                "phone": "+91 98250 12345",
                "village": "Vasad",
                "district": "Anand",
                "city": "Anand",
                "zip": "388306",
                "state_id": self.env.ref("base.state_in_gj").id,
                "country_id": self.env.ref("base.in").id,
            }
        )
        animals[:4].owner_id = customer
        animals[:16]._take_demo_photos()
        drafts = self._propose_demo(rng, animals)
        (drafts[:16] + drafts[20:30]).action_submit()
        self._receive_demo_premiums(drafts[:16])
        drafts[:4].action_approve()
        drafts[15].animal_id.health_status = "under_treatment"
