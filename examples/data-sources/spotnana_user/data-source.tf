# The user who approves what breaks the policy, by the mail address at work.
data "spotnana_user" "approver" {
  company_id = spotnana_company.customer.id
  email      = "ada.lovelace@acme.example"
}

# By the number of the HR system, also when the user has left.
data "spotnana_user" "former" {
  company_id       = spotnana_company.customer.id
  employee_id      = "E-10472"
  include_inactive = true
}

resource "spotnana_policy" "engineering" {
  company_id  = spotnana_company.customer.id
  name        = "Engineering"
  type        = "GROUP"
  currency    = { currency_code = "EUR" }
  user_groups = [{ departments = [data.spotnana_user.approver.department_id] }]

  out_of_policy_approval_infos = [{
    approval_process_type   = "HARD_APPROVAL"
    designated_approver_ids = [data.spotnana_user.approver.id]
  }]
}
