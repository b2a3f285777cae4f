import Foundation
import Testing

@testable import Web

/// Templates read what their models offer, and models offer what templates read.
@Suite struct TemplateTests {
  /// An email, which a site renders outside of the test's task.
  private func email() async throws {
    let pages = try await PageRenderer(nil)
    let language = pages.languages.language(for: nil)
    let document = EmailTemplate.Document(
      language: LanguageTag(language), greeting: "Hello", happened: "Done", link: "/", button: "Open", detail: "None",
      foot: "Foot")
    #expect(try pages.html(document, language).contains("Hello"))
  }

  @Test func `Every name of a template is a property of its model, and is filled`() async throws {
    let rendered = RenderedModels()
    try await PageRenderer.$observer.withValue({ rendered.add($0, $1) }) {
      try await PageTour.all()
      try await email()
    }
    let templates = try TemplateSource.all()
    let reading = TemplateReading(templates, rendered)
    #expect(Set(templates.keys).subtracting(reading.templatesRead).isEmpty, "templates that no page uses")
    for missing in reading.missing.sorted(by: { "\($0)" < "\($1)" }) {
      Issue.record("\(missing) is not a property of a model")
    }
    for (model, properties) in rendered.properties.sorted(by: { $0.key < $1.key }) {
      for (name, property) in properties.sorted(by: { $0.key < $1.key }) {
        #expect(reading.read.contains([model, name]), "no template reads \(model).\(name)")
        #expect(property.isFilled, "\(model).\(name) is never filled")
        #expect(property.isHTML == reading.inserted.contains([model, name]), "only HTML is inserted as it is")
        #expect(!property.isHTML || !reading.escaped.contains([model, name]), "HTML is not escaped")
      }
    }
  }
}
