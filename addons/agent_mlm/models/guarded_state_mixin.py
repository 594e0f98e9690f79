from odoo import api, models
from odoo.exceptions import AccessError, UserError


class GuardedStateMixin(models.AbstractModel):
    """A life cycle told by one table, with one door for every change of state.

    A model lists its moves from each state; the first state named is the one
    every record starts in. List this mixin before ``mail.thread`` in
    ``_inherit``, so that a move is tracked in the chatter.

    A model that is ``_is_sealed`` keeps what its forms show read-only: who decided,
    when, how much. Those fields too change only through guarded methods, or by being
    computed: the ORM stores what it computes without ``write``.
    """

    _name = "guarded.state.mixin"
    _description = "Guarded State"

    _moves = {}
    _is_sealed = False

    @api.model_create_multi
    def create(self, vals_list):
        first_state = next(iter(self._moves))
        for vals in vals_list:
            if vals.get("state", first_state) != first_state:
                self._refuse_state_from_outside()
            # set here, or a default_state in the context would choose it
            vals["state"] = first_state
        return super().create(vals_list)

    @api.model
    def default_get(self, fields):
        """Let only the model say what sealed fields begin with.

        A default of the context or of a user comes from outside, as values do.
        """
        sealed = [name for name in fields if self._is_sealed_field(name)]
        values = super().default_get([name for name in fields if name not in sealed])
        for name in sealed:
            field = self._fields[name]
            if field.default:
                value = field.convert_to_cache(field.default(self), self)
                values[name] = field.convert_to_write(value, self)
        return values

    def write(self, vals):
        if "state" in vals:
            self._refuse_state_from_outside()
        self._check_seal(vals.keys())
        return super().write(vals)

    def _move(self, state, **vals):
        """Move all records to ``state``, together with the values of the move.

        :param str state: the state to reach
        :raise UserError: if one of the records may not go there from where it is
        """
        self._check_may_move(state)
        # past the write() above, which is shut to everyone else
        # pylint: disable-next=super-method-mismatch
        return super().write({**vals, "state": state})

    def _check_may_move(self, state):
        """Refuse beforehand what `_move` would refuse.

        :raise UserError: if one of the records may not go there from where it is
        """
        strays = self.filtered(lambda record: state not in record._moves[record.state])
        if strays:
            raise UserError(strays._explain_refused_move(state))

    def _record(self, **vals):
        """Write sealed fields, in a guarded method that changes no state."""
        # pylint: disable-next=super-method-mismatch
        return super().write(vals)

    def _check_seal(self, names):
        """Refuse the fields among ``names`` that a form shows read-only."""
        sealed = [
            self._fields[name]._description_string(self.env)
            for name in names
            if self._is_sealed_field(name)
        ]
        if sealed:
            # a stranger hears that it is none of his business, not what is where
            self.check_access("write")
            raise UserError(
                self.env._(
                    "%(fields)s: this is on record and can not be written by hand.",
                    fields=", ".join(sealed),
                )
            )

    @api.model
    def _is_sealed_field(self, name):
        field = self._fields.get(name)
        return bool(self._is_sealed and field and field.store and field.readonly)

    def _check_role(self, *groups):
        """Refuse users who have none of the ``groups``; code run as sudo passes.

        :raise AccessError: with the names of the roles that may do it
        """
        if self.env.su or self.env.user.has_groups(",".join(groups)):
            return
        names = [self.env.ref(group).sudo().full_name for group in groups]
        raise AccessError(
            self.env._(
                "This is for: %(roles)s. Ask one of them.", roles=" / ".join(names)
            )
        )

    def _explain_refused_move(self, state):
        labels = dict(self._fields["state"]._description_selection(self.env))
        return self.env._(
            "%(records)s can not become “%(state)s”: now “%(current)s”.",
            records=", ".join(self[:5].mapped("display_name")),
            state=labels[state],
            current=", ".join({labels[record.state] for record in self}),
        )

    def _refuse_state_from_outside(self):
        raise UserError(
            self.env._(
                "The status of “%(model)s” changes only by its buttons, "
                "so that each change is checked and on record.",
                model=self.env["ir.model"]._get(self._name).name,
            )
        )
