import { registry } from "@web/core/registry";

registry.category("web_tour.tours").add("insurance_queue_approve", {
    steps: () => [
        {
            content: "Open the oldest proposal",
            trigger: ".o_kanban_record:contains(Tour Farmer)",
            run: "click",
        },
        {
            content: "What is missing is told first",
            trigger: ".o_policy_warnings:contains(There is no vet certificate)",
        },
        {
            content: "Enlarge the only photo",
            trigger: ".o_photo_gallery button:contains(Left side)",
            run: "click",
        },
        {
            content: "Close it again",
            trigger: ".o-FileViewer [aria-label=Close]",
            run: "click",
        },
        {
            content: "The other sides are gaps",
            trigger: "body:not(:has(.o-FileViewer)) .o_photo_gallery_gap:contains(Ear tag)",
        },
        {
            content: "Approve",
            trigger: "button[name=action_approve]",
            run: "click",
        },
        {
            content: "It is in force; go to the next",
            trigger: ".o_policy_decided:contains(In force)",
        },
        {
            content: "The next proposal is one click away",
            trigger: ".o_pager_next",
            run: "click",
        },
        {
            content: "Reject this one",
            trigger:
                ".o_form_view:contains(Tour Neighbour) .o_statusbar_buttons button:contains(Reject)",
            run: "click",
        },
        {
            content: "Say why",
            trigger: ".modal div[name=reason]:visible textarea",
            run: "edit The photos show another animal",
        },
        {
            content: "The dialog tells what goes back",
            trigger: ".modal div[name=consequence]:contains(2,655.00)",
        },
        {
            content: "Confirm",
            trigger: ".modal button[name=action_decide]",
            run: "click",
        },
        {
            content: "The reason stands on the proposal",
            trigger: ".o_form_view .alert:contains(Rejected):contains(another animal)",
        },
    ],
});

registry.category("web_tour.tours").add("insurance_queue_bulk", {
    steps: () => [
        {
            content: "Look at the queue as a list",
            trigger: "button.o_list",
            run: "click",
        },
        {
            content: "Choose the first",
            trigger: ".o_data_row:contains(Tour Farmer) .o_list_record_selector input",
            run: "click",
        },
        {
            content: "Choose the second",
            trigger: ".o_data_row:contains(Tour Neighbour) .o_list_record_selector input",
            run: "click",
        },
        {
            content: "Approve both",
            trigger: ".o_control_panel button[name=action_open_approval]",
            run: "click",
        },
        {
            content: "Both are ready",
            trigger: ".modal button[name=action_approve]",
            run: "click",
        },
        {
            content: "They have left the queue",
            trigger: "body:not(:has(.modal)):not(:has(.o_data_row:contains(Tour)))",
        },
    ],
});
