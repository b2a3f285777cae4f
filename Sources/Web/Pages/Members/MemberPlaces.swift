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

  /// For `member-places.mustache`.
  struct Model: TemplateModel {
    /// The search for groups.
    let picker: Picker.Model
    /// Added memberships, and search matches, which have no role yet.
    let new: [Place]
    /// For memberships that the script adds.
    let roles: [Option]

    struct Place: TemplateModel {
      /// Of the group.
      let id: String
      let title: String
      let roles: [Option]
    }
  }

  func model(_ language: Language) -> Model {
    func roles(_ chosen: String) -> [Option] {
      access.roles.map { Option(id: $0, title: language("member_role_\($0)"), isChosen: $0 == chosen) }
    }
    let places = added + picker.matches.map { (choice: $0, role: "") }
    return Model(
      picker: picker.model("member_group", language),
      new: places.map { Model.Place(id: $0.choice.id, title: $0.choice.title, roles: roles($0.role)) },
      // A membership added by the script starts with the role learner.
      roles: roles("learner"))
  }
}
