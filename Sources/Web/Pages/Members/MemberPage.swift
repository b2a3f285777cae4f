import Access
import Accounts
import Calendar
import DatabaseAccess
import Hummingbird
import Records
import Reports

/// A member's record: create, show, change.
enum MemberPage {
  static func new(_ visit: WebRequest) async throws -> Response {
    var form = MemberForm()
    if visit.services.settings.mail == nil { form.way = .password }
    return try await blank(visit, form)
  }

  /// The form for a new user.
  private static func blank(
    _ visit: WebRequest, _ form: MemberForm, status: HTTPResponse.Status = .ok
  ) async throws -> Response {
    let viewer = try visit.viewer
    let access = MemberAccess(of: viewer)
    let (places, fields) = try await visit.read { session in
      (try MemberPlaces(form, access, session), try CustomField.all(session))
    }
    return try MemberView(visit: visit, access: access, fields: fields, form: form, places: places, member: nil)
      .response(status: status)
  }

  static func create(_ visit: WebRequest) async throws -> Response {
    var form = MemberForm(try await visit.form())
    if form.search != nil { return try await blank(visit, form) }
    form.check(today: visit.today, dateBefore: nil)
    await form.checkPassword()
    guard form.errors.isEmpty else { return try await blank(visit, form, status: .unprocessableContent) }
    let hash = form.way == .password ? await Password.hash(form.password) : nil
    do {
      let (id, link) = try await visit.editMembers { [form] in try $0.create(form, passwordHash: hash) }
      if let link { return try await show(visit, id, link: link) }
      return redirect(to: id, form.way == .invitation ? "invited" : "created")
    } catch let refused as RejectedForm {
      form.errors = refused.errors
      return try await blank(visit, form, status: .unprocessableContent)
    }
  }

  static func show(_ visit: WebRequest) async throws -> Response {
    try await show(visit, try visit.parameter("id"), said: try visit.query()["said"])
  }

  /// - Parameters:
  ///   - said: the key of the message about what was just done.
  ///   - form: the rejected input; nil shows the stored values.
  ///   - errors: errors of other forms on the page.
  ///   - link: a secret to be passed on by hand; shown only this once.
  static func show(
    _ visit: WebRequest, _ id: String, said: String? = nil, form: MemberForm? = nil, errors: [String: String] = [:],
    link: String? = nil, status: HTTPResponse.Status = .ok
  ) async throws -> Response {
    let access = MemberAccess(of: try visit.viewer)
    let (member, fields, places) = try await visit.read { session in
      (
        try MemberRecord(id, access, session), try CustomField.all(session),
        try MemberPlaces(form ?? MemberForm(), access, session)
      )
    }
    if visit.request.method == .get { visit.audit("member.view", subject: member.key) }
    var form = form ?? member.form
    form.errors.merge(errors) { $1 }
    return try MemberView(
      visit: visit, access: access, fields: fields, form: form, places: places, member: member, said: said, link: link
    ).response(status: status)
  }

  static func change(_ visit: WebRequest) async throws -> Response {
    var form = MemberForm(try await visit.form())
    let (id, today) = (try visit.parameter("id"), visit.today)
    if form.search != nil { return try await show(visit, id, form: form) }
    do {
      let isStillTheirs = try await visit.editMembers { [form] in try $0.change(id, form, today: today) }
      return isStillTheirs ? redirect(to: id, "saved") : .redirect(to: "/members", type: .normal)
    } catch let refused as RejectedForm {
      form.errors = refused.errors
      return try await show(visit, id, form: form, status: .unprocessableContent)
    }
  }

  static func redirect(to id: String, _ said: String) -> Response {
    .redirect(to: "\(path(of: id))?said=\(said)", type: .normal)
  }

  static func path(of id: String) -> String { "/members/\(Query.encoded(id))" }
}

extension WebRequest {
  /// Changes members as the viewer may, in a transaction.
  func editMembers<T: Sendable>(_ body: @escaping @Sendable (MemberEditor) throws -> T) async throws -> T {
    let (viewer, now, machineNow) = (try viewer, now, services.settings.machineNow())
    let canMail = services.settings.mail != nil
    return try await write { session in
      try body(MemberEditor(viewer, now: now, machineNow: machineNow, canMail: canMail, session))
    }
  }

  /// Today in the platform's time zone, in days since 1970-01-01.
  var today: Int { moment.today }
}
