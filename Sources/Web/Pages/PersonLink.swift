import Access
import Statistics

/// Somebody's name as it stands on a page: a link, and the address of the card that shows while the pointer or the
/// focus is on it. Whoever may see the user's page is led there, others to the public statistics; a deleted user has
/// none.
struct PersonLink {
  let id: String
  let firstName: String
  let lastName: String
  let isDeleted: Bool
  let leadsToProfile: Bool
  private var address: String?

  init(_ person: Person, leadsToProfile: Bool) {
    id = person.id
    firstName = person.firstName
    lastName = person.lastName
    isDeleted = person.isDeleted
    self.leadsToProfile = leadsToProfile
  }

  /// - Parameter leadsToProfile: false where the subject's own page is the one that is open.
  init(_ subject: Subject, leadsToProfile: Bool) {
    id = subject.id
    firstName = subject.firstName
    lastName = subject.lastName
    isDeleted = subject.deletedAt != nil
    self.leadsToProfile = leadsToProfile
  }

  /// One of a roster, on which nobody is deleted.
  init(_ row: Roster.Row, leadsToProfile: Bool) {
    id = row.id
    firstName = row.firstName
    lastName = row.lastName
    isDeleted = false
    self.leadsToProfile = leadsToProfile
  }

  /// - Parameter address: where the name leads instead of to a page of the person's.
  init(_ person: AuditLog.Person, leadsTo address: String? = nil) {
    id = person.id
    firstName = person.firstName
    lastName = person.lastName
    isDeleted = person.isDeleted
    leadsToProfile = false
    self.address = address
  }

  private var people: String { "/people/\(Query.encoded(id))" }

  var href: String? {
    if let address { return address }
    if leadsToProfile { return "/users/\(Query.encoded(id))" }
    return isDeleted ? nil : people
  }

  var card: String? { isDeleted ? nil : "\(people)/card" }

  /// As `person.mustache` reads it.
  var model: PageModel {
    var model: PageModel = ["name": "\(firstName) \(lastName)"]
    model["href"] = href
    model["card"] = card
    return model
  }

  /// A cell that holds the name, as a link with its card.
  func cell(_ label: String, isLead: Bool = false) -> PageModel {
    var cell = TableModel.cell(label, "text", "\(firstName) \(lastName)", isLead: isLead, href: href)
    cell["card"] = card
    return cell
  }

  /// The first two cells of a row.
  func cells(_ language: Language) -> [PageModel] {
    [("column_first_name", firstName), ("column_last_name", lastName)].map { label, name in
      var cell = TableModel.cell(language(label), "text", name, isLead: true, href: href)
      cell["card"] = card
      return cell
    }
  }
}
