# Where an argument names a resource that is about to change, Terraform puts the lookup off, and all that depends on its answer is
# unknown in the plan: trips of the user are then replaced. A local value in between avoids that.
locals {
  customer_id = spotnana_company.customer.id
}

# The user who approves what breaks the policy, by the mail address at work.
data "spotnana_user" "approver" {
  company_id = local.customer_id
  email      = "ada.lovelace@acme-robotics.example"
}

# By the number of the HR system, also when the user has left.
data "spotnana_user" "former" {
  company_id       = local.customer_id
  employee_id      = "E-10472"
  include_inactive = true
}

resource "spotnana_policy" "platform" {
  company_id  = spotnana_company.customer.id
  name        = "Platform"
  type        = "GROUP"
  currency    = { currency_code = "EUR" }
  user_groups = [{ cost_centers = [spotnana_cost_center.platform.id] }]

  out_of_policy_approval_infos = [{
    approval_process_type   = "HARD_APPROVAL"
    designated_approver_ids = [data.spotnana_user.approver.id]
  }]
}
