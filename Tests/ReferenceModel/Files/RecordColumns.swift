extension ReferencePlatform {
  /// "One column per custom field, alphabetical by title"; those that `fields` names, or all.
  func customFieldColumns(_ fields: [String]?) -> [CustomField] {
    inNameOrder(customFields.filter { fields?.contains($0.id) ?? true }, name: \.title, id: \.id)
  }

  /// "Dates (custom fields of type `date` too) `DD/MM/YYYY`."
  func customCell(_ field: CustomField, of user: User) -> String {
    let value = user.customValues[field.id]
    return Cell.text(field.isDate ? value.map(Instants.dateCell) : value)
  }

  struct GroupColumn {
    let group: Group
    let header: String
  }

  /// "Group columns: owner and platform administrator: every group; others: the groups where they are `coach` or
  /// `admin` (inherited downward included; not `user_admin`)." In the order of their headers as shown, ignoring the
  /// apostrophe of CSV.
  func groupColumns(for viewer: String) -> [GroupColumn] {
    let roles = roles(of: viewer)
    let shown = groups.filter {
      roles.seesEverybody || roles.administered.contains($0.id) || roles.coached.contains($0.id)
    }
    let columns = shown.map { GroupColumn(group: $0, header: header(of: $0, among: shown)) }
    return inNameOrder(columns, name: \.header, id: \.group.id)
  }

  /// "Names that are equal (by code point) among the columns shown each get the parent's name: `NAME (PARENT)`."
  private func header(of group: Group, among shown: [Group]) -> String {
    let isExclusive = shown.filter { equalByCodePoint($0.name, group.name) }.count == 1
    guard !isExclusive, let parent = group.parent.flatMap(self.group) else { return group.name }
    return "\(group.name) (\(parent.name))"
  }

  /// "Indicates with an \"x\" that the user belongs to the group": an open membership in the group itself, any role.
  func groupCells(_ columns: [GroupColumn], of user: User) -> [String] {
    let held = Set(openMemberships(of: user.id).map(\.group))
    return columns.map { held.contains($0.group.id) ? "x" : "" }
  }
}
