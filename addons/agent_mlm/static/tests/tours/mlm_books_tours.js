import { registry } from "@web/core/registry";

registry.category("web_tour.tours").add("mlm_commission_bulk_approval", {
    steps: () => [
        {
            content: "Choose all",
            trigger: ".o_list_view thead .o_list_record_selector input",
            run: "click",
        },
        {
            content: "Approve",
            trigger: ".o_control_panel button[name=action_open_approval]",
            run: "click",
        },
        {
            content: "What is left is named, with its reason",
            trigger: ".modal .o_data_row:contains(Held)",
        },
        {
            content: "Approve the rest",
            trigger: ".modal button[name=action_approve]",
            run: "click",
        },
        {
            content: "It is approved, the other is not",
            trigger:
                "body:not(:has(.modal)):has(.o_data_row:contains(Held)) .o_data_row:contains(Approved)",
        },
    ],
});

registry.category("web_tour.tours").add("mlm_commission_many_in_steps", {
    steps: () => [
        {
            content: "Choose all",
            trigger: ".o_list_view thead .o_list_record_selector input",
            run: "click",
        },
        {
            content: "Approve",
            trigger: ".o_control_panel button[name=action_open_approval]",
            run: "click",
        },
        {
            content: "Approve them, step by step",
            trigger: ".modal button[name=action_approve]",
            run: "click",
        },
        {
            content: "The bar has run to its end",
            trigger:
                "body:not(:has(.modal)):not(:has(.o_data_row:contains(Pending))) .o_data_row:contains(Approved)",
        },
    ],
});

registry.category("web_tour.tours").add("mlm_register", {
    steps: () => [
        {
            content: "Make the first register",
            trigger: ".modal button[name=action_make]",
            run: "click",
        },
        {
            content: "It agrees with the ledger",
            trigger: ".modal .alert-success:contains(agrees with the ledger)",
        },
        {
            content: "The file is there",
            trigger: ".modal div[name=file]:contains(Commission register)",
        },
    ],
});

registry.category("web_tour.tours").add("mlm_ledger_check", {
    steps: () => [
        {
            content: "Check now",
            trigger: "button[name=action_check]",
            run: "click",
        },
        {
            content: "Everything agrees",
            trigger: ".o_form_view .alert-success:contains(agree, to the paisa)",
        },
    ],
});
