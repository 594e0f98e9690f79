import { registry } from "@web/core/registry";

registry.category("web_tour.tours").add("agent_mlm_tree", {
    steps: () => [
        {
            content: "Open the agents' menu",
            trigger: "button[data-menu-xmlid='agent_mlm.mlm_agent_menu_root']",
            run: "click",
        },
        {
            content: "Open the tree",
            trigger: "a[data-menu-xmlid='agent_mlm.mlm_agent_tree_menu']",
            run: "click",
        },
        {
            content: "Unfold the team of the top agent",
            trigger:
                ".o_hierarchy_node_container:contains(Tour Top) button[name=hierarchy_search_subsidiaries]",
            run: "click",
        },
        {
            content: "The next level is there; open the agent in it",
            trigger: ".o_hierarchy_node:contains(Tour Middle) .fw-bold",
            run: "click",
        },
        {
            content: "His form tells his level",
            trigger: ".o_form_view div[name=level]:contains(2)",
        },
        {
            content: "Go to the tree of his team",
            trigger: "button[name=action_open_team]",
            run: "click",
        },
        {
            content: "It shows who stands below him",
            trigger: ".o_hierarchy_node:contains(Tour Low)",
        },
    ],
});

registry.category("web_tour.tours").add("agent_mlm_payout", {
    steps: () => [
        {
            content: "Open what waits for approval",
            trigger: ".o_search_panel_category_value:contains(Pending) header",
            run: "click",
        },
        {
            content: "Open the withdrawal",
            trigger: ".o_data_row:contains(Tour Top) td[name=agent_id]",
            run: "click",
        },
        {
            content: "Approve it",
            trigger: "button[name=action_approve]",
            run: "click",
        },
        {
            content: "Book the payout",
            trigger: "button[name=action_open_process_wizard]",
            run: "click",
        },
        {
            content: "The payout is listed, its UTR still to be entered",
            trigger: ".modal .o_data_row:contains(Tour Top) td[name=utr]",
            run: "click",
        },
        {
            content: "Enter the bank's reference",
            trigger: ".modal td[name=utr] input",
            run: "edit SBIN526001",
        },
        {
            content: "Confirm",
            trigger: ".modal button[name=action_confirm]",
            run: "click",
        },
        {
            content: "The withdrawal is processed",
            trigger:
                "body:not(:has(.modal)) .o_statusbar_status button.o_arrow_button_current:contains(Processed)",
        },
    ],
});
