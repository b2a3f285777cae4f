import Accounts
import Foundation
import Records

// The form as browsers submit it.

extension MemberForm {
  static let parameters =
    Parameters((fields + ["auto_delete_on"]).map { .once($0) }) + places
    + [
      .family("custom."), "way", "new_password", .many("had"), .many("keep"), .many("had_manager"),
      .many("keep_manager"), "add_manager",
    ]
  /// Pairs of group and role; and the search for groups, with its button.
  static let places: Parameters = [.many("group"), .many("role"), .once(Picker.search("group")), "find"]
  /// Those, and the former memberships and managers of a restored user.
  static let restored: Parameters = places + [.many("back"), .many("back_manager")]

  init(_ query: Query) {
    self.init()
    for name in Self.fields + ["auto_delete_on"] { texts[name] = Self.trimmed(query[name]) }
    showedEmail = query.items.contains { $0.name.equalsBytes(of: "email") }
    for item in query.items where item.name.startsWithBytes(of: "custom.") {
      custom[String(decoding: item.name.utf8.dropFirst(7), as: UTF8.self)] = Self.trimmed(item.value)
    }
    way = query["way"].flatMap(Way.init) ?? .invitation
    password = query["new_password"] ?? ""
    shownPlaces = Set(query.all("had").compactMap(Place.init))
    keptPlaces = Set(query.all("keep").compactMap(Place.init))
    let groups = query.items.filter { $0.name == "group" }.map(\.value)
    let roles = query.items.filter { $0.name == "role" }.map(\.value)
    formerPlaces = query.all("back").compactMap(Place.init)
    addedPlaces = zip(groups, roles).filter { !$0.0.isEmpty && !$0.1.isEmpty }.map { Place(role: $0.1, group: $0.0) }
    formerManagers = Set(ids: query.all("back_manager"))
    search = query["find"] == nil ? nil : query[Picker.search("group")] ?? ""
    shownManagers = Set(ids: query.all("had_manager"))
    keptManagers = Set(ids: query.all("keep_manager"))
    addedManagers = Self.trimmed(query["add_manager"])
  }

  private static func trimmed(_ text: String?) -> String {
    (text ?? "").trimmingCharacters(in: .whitespacesAndNewlines)
  }
}
