import { registry } from "@web/core/registry";

const tours = registry.category("web_tour.tours");

tours.add("agent_mlm_payout_batch", {
    steps: () => [
        {
            content: "See what is due",
            trigger: "button[name=action_collect_due]",
            run: "click",
        },
        {
            content: "One payment would be skipped, and the reason is told",
            trigger: ".modal .o_data_row:contains(Tour Bad):contains(not verified)",
        },
        {
            content: "Make the batch of the others",
            trigger: ".modal button[name=action_make]",
            run: "click",
        },
        {
            content: "The batch holds the good one; check it",
            trigger: ".o_form_view:has(.o_data_row:contains(Tour Good)) button[name=action_check]",
            run: "click",
        },
        {
            content: "Nothing would be skipped: confirm",
            trigger: ".modal:contains(Nothing would be skipped) button[name=action_confirm]",
            run: "click",
        },
        {
            content: "Write the file; the steps run by themselves",
            trigger: "body:not(:has(.modal)) button[name=action_send]",
            run: "click",
        },
        {
            content: "It is sent, and the file can be downloaded",
            trigger:
                "body:not(:has(.modal)) .o_form_view:has(button.o_arrow_button_current:contains(Sent)) button[name=action_download_file]",
        },
        {
            content: "Its fingerprint is shown",
            trigger: ".nav-link:contains(File)",
            run: "click",
        },
        {
            content: "Sixty-four signs of SHA-256",
            trigger: "div[name=file_sha256]:not(:empty)",
        },
    ],
});

tours.add("agent_mlm_step_runner", {
    steps: () => [
        {
            content: "Start the work",
            trigger: "button[name=action_send]",
            run: "click",
        },
        {
            content: "The first step fails, and says why",
            trigger:
                ".modal .o_mlm_step_runner[data-phase=failed]:contains(The bank is closed)",
        },
        {
            content: "Try again",
            trigger: ".modal .o_mlm_step_runner button:contains(Try again)",
            run: "click",
        },
        {
            content: "The bar moves",
            trigger: ".modal .progress[aria-valuenow]:not([aria-valuenow='0'])",
        },
        {
            content: "Stop",
            trigger: ".modal .o_mlm_step_runner button:contains(Stop)",
            run: "click",
        },
        {
            content: "It stopped; go on",
            trigger: ".modal .o_mlm_step_runner[data-phase=stopped] button:contains(Go on)",
            run: "click",
        },
        {
            content: "It works again; stop for good",
            trigger: ".modal .o_mlm_step_runner[data-phase=running] button:contains(Stop)",
            run: "click",
        },
        {
            content: "Close",
            trigger: ".modal .o_mlm_step_runner[data-phase=stopped] button:contains(Close)",
            run: "click",
        },
        {
            content: "The batch is there as before",
            trigger: "body:not(:has(.modal)) button[name=action_send]",
        },
    ],
});
