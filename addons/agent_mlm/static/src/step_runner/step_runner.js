import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { standardActionServiceProps } from "@web/webclient/actions/action_service";

import { Component, onWillDestroy, onWillStart, useState } from "@odoo/owl";

// a step may find nothing to do once, because somebody else did it; not for ever
const STEPS_WITHOUT_PROGRESS = 3;

/**
 * Runs long work step by step and shows how far it is.
 *
 * The work is a public method of the server that is called until it names the action
 * to open next: see `stepped.work.mixin`, which returns the action for this tag.
 * Closing the dialog, or "Stop", lets the step under way come to its end and asks for
 * no other; what was done stays done.
 */
export class StepRunner extends Component {
    static template = "agent_mlm.StepRunner";
    static props = { ...standardActionServiceProps };

    setup() {
        this.orm = useService("orm");
        this.actionService = useService("action");
        this.state = useState({
            phase: "running", // running, stopping, stopped, failed
            done: 0,
            total: 0,
            message: _t("Starting …"),
        });
        onWillStart(() => {
            this.run(); // not awaited: the dialog shows while it works
        });
        onWillDestroy(() => {
            this.isClosed = true;
        });
    }

    get percent() {
        const { done, total } = this.state;
        return total ? Math.min(100, Math.floor((100 * done) / total)) : 0;
    }

    get isWorking() {
        return ["running", "stopping"].includes(this.state.phase);
    }

    async run() {
        this.state.phase = "running";
        let idle = 0;
        try {
            while (this.state.phase === "running" && !this.isClosed) {
                const before = this.state.done;
                const step = await this.callStep();
                Object.assign(this.state, {
                    done: step.done,
                    total: step.total,
                    message: step.message,
                });
                if (step.next) {
                    return this.finish(step.next);
                }
                idle = step.done > before ? 0 : idle + 1;
                if (idle >= STEPS_WITHOUT_PROGRESS) {
                    throw new Error(_t("The work does not move on."));
                }
            }
            this.state.phase = "stopped";
        } catch (error) {
            this.fail(error);
        }
    }

    callStep() {
        const { model, method, ids, context } = this.props.action.params;
        return this.orm.silent.call(model, method, [ids], { context });
    }

    async finish(nextAction) {
        if (!this.isClosed) {
            await this.actionService.doAction(nextAction);
        }
    }

    fail(error) {
        this.state.phase = "failed";
        this.state.message = error.data?.message || error.message;
    }

    stop() {
        this.state.phase = "stopping";
    }

    close() {
        return this.actionService.doAction({ type: "ir.actions.act_window_close" });
    }
}

registry.category("actions").add("agent_mlm.step_runner", StepRunner);
