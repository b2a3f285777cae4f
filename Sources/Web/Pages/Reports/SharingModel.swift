import Reports
import Statistics

/// The tab Share, for `report-sharing.mustache`.
struct SharingModel: TemplateModel {
  /// The users it is shared with.
  let users: [Option]
  let groups: Picker.Model
  /// Addresses that match no user, and the message about them.
  let typed: String
  let unknown: String?

  init(_ form: SharingForm, _ people: [ReportSharing.Person], _ groups: Picker, _ language: Language) {
    let people = people.map { person in
      Choice(
        id: person.id, title: person.name, detail: person.opensReports ? person.email : language("share_no_role"))
    }
    users = Option.all(people, chosen: form.sharing.users, language)
    self.groups = groups.model("share_groups", language)
    typed = form.unknown.joined(separator: ", ")
    unknown = form.unknown.isEmpty ? nil : language("report_user_unknown")
  }
}
