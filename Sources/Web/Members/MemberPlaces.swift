import Access
import Accounts
import DatabaseAccess
import Statistics

/// The memberships added in a member's form: groups found by a search, with a role in each.
struct MemberPlaces: Sendable {
  private let added: [(choice: Choice, role: String)]
  private let picker: Picker
  private let access: MemberAccess

  init(_ form: MemberForm, _ access: MemberAccess, _ session: any SQLSession) throws {
    self.access = access
    let ids = form.addedPlaces.map(\.group)
    let named = try Choices(.memberGroups, for: access.viewer).named(ids, session)
    let titles = Dictionary(named.map { ($0.id, $0) }) { first, _ in first }
    added = form.addedPlaces.map { (titles[$0.group] ?? Choice(id: $0.group, title: $0.group), $0.role) }
    let search = form.search.map { Query([(name: Picker.search("group"), value: $0)]) }
    picker = try Picker(.memberGroups, "group", chosen: ids, search, for: access.viewer, session)
  }

  func model(_ language: Language) -> PageModel {
    picker.model("member_group", language).merging([
      "new": added.map { place($0.choice, role: $0.role, language) }
        + picker.matches.map { place($0, role: "", language) },
      // A membership added by the script starts with the role learner.
      "roles": roles("learner", language),
    ]) { $1 }
  }

  private func place(_ choice: Choice, role: String, _ language: Language) -> PageModel {
    ["id": choice.id, "title": choice.title, "roles": roles(role, language)]
  }

  private func roles(_ chosen: String, _ language: Language) -> [PageModel] {
    access.roles.map { ["id": $0, "title": language("member_role_\($0)"), "selected": $0 == chosen] }
  }
}
