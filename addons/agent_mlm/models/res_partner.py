from odoo import models

from .mlm_agent import OFFICER


class ResPartner(models.Model):
    _inherit = "res.partner"

    def write(self, vals):
        if "l10n_in_pan_entity_id" in vals:
            changing = self.filtered(
                lambda partner: (
                    partner.l10n_in_pan_entity_id.id != vals["l10n_in_pan_entity_id"]
                )
            )
            changing.sudo()._verify_identity_again(self.env)
        return super().write(vals)

    def _verify_identity_again(self, env):
        """Let officers only give agents another PAN, whose KYC starts again.

        :param env: of whoever changes the PAN; code run as sudo has checked before
        """
        agents = self.env["mlm.agent"].with_context(active_test=False)
        agents = agents.search([("partner_id", "in", self.ids)])
        if agents and not env.su:
            env["mlm.agent"]._check_role(OFFICER)
            agents._record(kyc_verified_at=False, kyc_verified_by_id=False)

    def _increase_rank(self, field, n=1):
        """Override of `account`: payees of commissions were marked in one write.

        Core counts each posting, with an UPDATE a contact in a transaction of its own.
        How often an agent was credited says nothing; that he is paid does.
        """
        if self.env.context.get("are_payees_marked"):
            return
        super()._increase_rank(field, n)
