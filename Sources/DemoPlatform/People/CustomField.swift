/// A custom field of the demo platform.
struct CustomField: Sendable {
  let id: String
  let title: String
  let type: String

  static let all = [
    CustomField(id: "department", title: "Department", type: "text"),
    CustomField(id: "site", title: "Site", type: "text"),
    CustomField(id: "hire_date", title: "Hire date", type: "date"),
    CustomField(id: "cost_centre", title: "Cost centre", type: "text"),
    CustomField(id: "team", title: "Équipe", type: "text"),
  ]
}
