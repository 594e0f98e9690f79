import random
from datetime import timedelta

from odoo import api, fields, models

from .papers import draw_specimens
from .people import REGIONS, People

SEED = 2026
LEVEL_SIZES = (4, 8, 14, 18, 16)
# of the last applicants of a level: how many were refused, how many still wait
REFUSED = {4: 1, 5: 2}
WAITING = {4: 2, 5: 4}
REASONS_REFUSED = (
    "The name on the PAN card differs from the application.",
    "The licence belongs to another person.",
    "The masked Aadhaar can not be read: send a clear picture.",
)
# level, place in it (from 0), reason
LEFT = (
    (2, 6, "Asked for a break until the next season."),
    (4, 13, "Moved to another insurer."),
    (5, 8, "Collected premiums without receipts: under inquiry."),
)
# level, place in it, days until the licence ends
LICENCES_ENDING = (
    (2, 5, -40),
    (3, 9, -12),
    (5, 7, -75),
    (3, 4, 9),
    (4, 6, 16),
    (5, 3, 27),
)
LOGIN_PLACE = (3, 0)


class MlmAgent(models.Model):
    """Demo: sixty agents in five levels, admitted the way the office does it."""

    _inherit = "mlm.agent"

    @api.model
    def _install_demo_agents(self):
        """Create the demo agents once; the same people every time.

        Everybody goes through application, papers, checks and decision. Only dates
        are set back afterwards, so that the office looks three years old.
        """
        if self.env.ref("agent_mlm.mlm_agent_login_demo", raise_if_not_found=False):
            return
        office = self.with_user(self.env.ref("base.user_admin")).with_context(
            mail_create_nosubscribe=True
        )
        rng, people = random.Random(SEED), People(SEED)
        levels = [office.browse()]
        for level, size in enumerate(LEVEL_SIZES, 1):
            applicants = office._create_demo_applicants(rng, people, size, levels)
            if level == LOGIN_PLACE[0]:
                applicants[LOGIN_PLACE[1]]._give_demo_login()
            levels.append(applicants._decide_demo_applicants(rng, level))
        for level, place, days in LICENCES_ENDING:
            levels[level][place].licence_date_end = fields.Date.today() + timedelta(
                days
            )
        for level, place, reason in LEFT:
            levels[level][place].action_deactivate(reason)

    @api.model
    def _get_demo_sellers(self):
        """Return the demo agents who sell: active, on the two lowest levels.

        A few of them have no valid licence any more: what they sell is held.
        """
        return self.search([("state", "=", "active"), ("level", ">=", 4)], order="id")

    def _create_demo_applicants(self, rng, people, size, levels):
        """Create one level of applicants, each from the region of his upline."""
        sponsors, tops = levels[-1], levels[1:2]
        chosen = [self._choose_demo_sponsor(rng, sponsors, n) for n in range(size)]
        regions = [
            tops[0].ids.index(sponsor._get_upline()[-1].id) if tops else number
            for number, sponsor in enumerate(chosen)
        ]
        persons = [people.meet(REGIONS[region]) for region in regions]
        partners = self.env["res.partner"].create(
            [self._prepare_demo_partner_vals(person) for person in persons]
        )
        banks = self._get_demo_banks(persons)
        accounts = self.env["res.partner.bank"].create(
            [
                {
                    "partner_id": partner.id,
                    "bank_id": banks[person.bank_name].id,
                    "acc_number": person.account_number,
                    "ifsc": person.ifsc,
                }
                for partner, person in zip(partners, persons, strict=True)
            ]
        )
        agents = self.create(
            [
                self._prepare_demo_agent_vals(person, account, sponsor)
                for person, account, sponsor in zip(
                    persons, accounts, chosen, strict=True
                )
            ]
        )
        agents._hand_in_demo_papers()
        return agents

    def _choose_demo_sponsor(self, rng, sponsors, number):
        """Return a sponsor; the first ones have the largest teams, as in life."""
        if not sponsors or number < len(REGIONS):
            return sponsors[number : number + 1]
        return sponsors[int(rng.triangular(0, len(sponsors) - 0.01, 0))]

    def _get_demo_banks(self, persons):
        """Return {name: bank}, creating those that are not there."""
        names = sorted({person.bank_name for person in persons})
        banks = self.env["res.bank"].search([("name", "in", names)])
        missing = [name for name in names if name not in banks.mapped("name")]
        banks += banks.create([{"name": name} for name in missing])
        return {bank.name: bank for bank in banks}

    def _prepare_demo_partner_vals(self, person):
        return {
            "name": person.name,
            "email": person.email,
            "phone": person.phone,
            "city": person.city,
            "state_id": self.env.ref(f"base.state_in_{person.state_code}").id,
            "zip": person.pin_code,
            "country_id": self.env.ref("base.in").id,
        }

    def _prepare_demo_agent_vals(self, person, account, sponsor):
        return {
            "partner_id": account.partner_id.id,
            "sponsor_id": sponsor.id,
            "bank_account_id": account.id,
            "pan": person.pan,
            "aadhaar_last4": person.aadhaar_last4,
            "licence_number": person.licence_number,
            "licence_type": "posp" if sponsor else "agent",
            "licence_date_start": fields.Date.today() - timedelta(1_200),
            "licence_date_end": fields.Date.today() + timedelta(600),
        }

    def _hand_in_demo_papers(self):
        specimens = draw_specimens()
        self.env["mlm.agent.document"].create(
            [
                {
                    "agent_id": agent.id,
                    "kind": kind,
                    "file": picture,
                    "file_name": f"{kind}-{agent.code}.png",
                }
                for agent in self
                for kind, picture in specimens.items()
            ]
        )

    def _give_demo_login(self):
        """Let the agent sign in as ``agent`` with the password ``agent``."""
        self.user_id = self.env["res.users"].create(
            {
                "partner_id": self.partner_id.id,
                "login": "agent",
                "password": "agent",
                "group_ids": [
                    fields.Command.set(self.env.ref("base.group_portal").ids)
                ],
            }
        )
        self.env["ir.model.data"]._update_xmlids(
            [
                {
                    "xml_id": "agent_mlm.mlm_agent_login_demo",
                    "record": self,
                    "noupdate": True,
                }
            ]
        )

    def _decide_demo_applicants(self, rng, level):
        """Admit most of a level, refuse some, leave some waiting.

        :return: the admitted
        """
        decided = len(self) - WAITING.get(level, 0)
        admitted = self[: decided - REFUSED.get(level, 0)]
        (admitted + self[decided::2]).action_verify_kyc()
        admitted.document_ids.action_verify()
        admitted.action_verify_bank()
        admitted.action_approve()
        refused = self[len(admitted) : decided]
        for agent, reason in zip(refused, REASONS_REFUSED, strict=False):
            agent.action_reject(reason)
        admitted._set_back_demo_dates(rng, level)
        return admitted

    def _set_back_demo_dates(self, rng, level):
        """Pretend the agents were admitted over the last three years, the top first."""
        for agent in self:
            days = 1_150 - 80 * level - rng.randrange(80)
            moment = fields.Datetime.now() - timedelta(days, rng.randrange(30_000))
            agent._record(
                approved_at=moment, kyc_verified_at=moment, bank_changed_at=moment
            )
            agent.bank_account_id.details_changed_at = moment
