import Access
import DatabaseAccess
import Records

// Memberships and managers.

extension MemberEditor {
  func places(of id: String, but open: Set<MemberForm.Place>, _ form: inout MemberForm) throws -> [RecordRow] {
    var seen = open
    var rows: [RecordRow] = []
    let given = try access.roles(in: form.addedPlaces.map(\.group), session)
    for place in form.addedPlaces where seen.insert(place).inserted {
      guard given[ID(text: place.group)]?.contains(place.role) == true else {
        form.errors["group"] = "member_error_role"
        continue
      }
      rows.append(.membership(of: id, in: place.group, as: place.role, since: context.now))
    }
    return rows
  }

  /// The memberships that were shown and unticked. Unchanged ones are not checked, so that those the viewer may not
  /// change cause no error.
  func closedPlaces(of key: Int, _ form: MemberForm) throws -> [RecordRow] {
    let added = Set(form.addedPlaces)
    let closed = form.shownPlaces.subtracting(form.keptPlaces).subtracting(added)
    let given = try access.roles(in: closed.map(\.group), session)
    return try closed.sorted { $0.text < $1.text }.flatMap { place -> [RecordRow] in
      guard given[ID(text: place.group)]?.contains(place.role) == true else {
        throw RejectedForm(errors: ["group": "member_error_role"])
      }
      return try UserDeletion.open(
        .memberships, "AND o.id = \(place.group) AND m.role = \(place.role)", of: key, until: context.now, session)
    }
  }

  /// A manager sees the user's statistics, so viewers can name one only if they see both the user and the manager.
  func managers(of key: Int, _ id: String, _ form: inout MemberForm) throws -> [RecordRow] {
    let closed = form.shownManagers.subtracting(form.keptManagers)
    let wanted = form.managerAddresses
    if closed.isEmpty && wanted.isEmpty { return [] }
    guard try Scope.theirUsers(of: viewer).contains(key, session) else {
      form.errors["add_manager"] = "member_error_manager_rights"
      return []
    }
    var rows: [RecordRow] = []
    for manager in closed.map(\.text).sorted() {
      rows += try UserDeletion.open(.managers, "AND o.id = \(manager)", of: key, until: context.now, session)
    }
    for candidate in try candidates(wanted, for: key, &form) {
      guard candidate.id != id else {
        form.errors["add_manager"] = "member_error_manager_self"
        continue
      }
      if candidate.isOpen { continue }
      rows.append(.manager(candidate.id, of: id, since: context.now))
    }
    return rows
  }

  /// Finds users by e-mail address among the viewer's members and the viewer; an unknown address is an error.
  private func candidates(
    _ addresses: [String], for key: Int, _ form: inout MemberForm
  ) throws -> [(id: String, isOpen: Bool)] {
    let addresses = Set(addresses).sorted()
    let found = try session.all(
      """
      SELECT p.id, p.email, CASE WHEN EXISTS (SELECT 1 FROM managers AS m
        WHERE m.user_key = \(key) AND m.manager_key = p.key AND m.until IS NULL) THEN 1 ELSE 0 END
      FROM users AS p WHERE p.email \(anyOf: addresses) AND p.deleted_at IS NULL
      AND (\(sql: Scope.members(of: viewer).holds("p.key")) OR p.key = \(viewer.key)) ORDER BY p.email
      """
    ) { (id: $0.text(at: 0), email: $0.text(at: 1), isOpen: $0.flag(2)) }
    if !Set(addresses).isSubset(of: found.map(\.email)) { form.errors["add_manager"] = "member_error_manager_unknown" }
    return found.map { ($0.id, $0.isOpen) }
  }
}
