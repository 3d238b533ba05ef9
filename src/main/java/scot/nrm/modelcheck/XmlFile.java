package scot.nrm.modelcheck;

import java.io.StringReader;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.springframework.util.ConcurrentReferenceHashMap;
import scot.nrm.engine.Definitions;

/**
 * Reads an XML file from outside before any other parser: without document types and entities, so
 * that it can neither read a file of the server nor grow in memory, and in UTF-8 only, so that
 * every parser reads the same. Keeps line numbers, which DOM would lose.
 */
public final class XmlFile {

  /** The deepest nesting: more than any drawing needs. A deeper file could overflow the stack. */
  private static final int MAX_DEPTH = 50;

  /**
   * The files that have been read, kept until their memory is needed: a check reads each file
   * several times, and most files are the same as in the previous check.
   */
  private static final Map<ByteBuffer, Element> READ = new ConcurrentReferenceHashMap<>();

  private XmlFile() {}

  /**
   * @param namespace empty if there is none
   * @param name without prefix
   * @param text without that of its children
   * @param line where its start tag ends, counted from 1
   */
  public record Element(
      String namespace,
      String name,
      List<Attribute> attributes,
      List<Element> children,
      String text,
      int line) {

    /** The value of an attribute without namespace, or {@code null}. */
    public String attribute(String attribute) {
      return attribute("", attribute);
    }

    public String attribute(String space, String attribute) {
      for (Attribute one : attributes) {
        if (one.name().equals(attribute) && one.namespace().equals(space)) {
          return one.value();
        }
      }
      return null;
    }

    /** Its children with this name. */
    public Stream<Element> children(String child) {
      return children.stream().filter(one -> one.name.equals(child));
    }

    /** This element and all elements in it, in the order of the file. */
    public Stream<Element> all() {
      List<Element> all = new ArrayList<>();
      addTo(all);
      return all.stream();
    }

    private void addTo(List<Element> all) {
      all.add(this);
      for (Element child : children) {
        child.addTo(all);
      }
    }
  }

  /** An attribute; the namespace is empty if there is none. */
  public record Attribute(String namespace, String name, String value) {}

  /** The file can't be read; the message is a sentence for the sender. */
  public static final class Unreadable extends Exception {
    Unreadable(String sentence) {
      super(sentence);
    }
  }

  /** Returns the root element. */
  public static Element read(byte[] file) throws Unreadable {
    Element root = READ.get(ByteBuffer.wrap(file));
    if (root == null) {
      root = parse(file);
      READ.put(ByteBuffer.wrap(file.clone()), root);
    }
    return root;
  }

  private static Element parse(byte[] file) throws Unreadable {
    String text = text(file);
    XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
    factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
    factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
    factory.setProperty(XMLInputFactory.IS_COALESCING, true);
    try {
      XMLStreamReader reader = factory.createXMLStreamReader(new StringReader(text));
      String encoding = reader.getCharacterEncodingScheme();
      if (encoding != null && !encoding.equalsIgnoreCase("UTF-8")) {
        throw new Unreadable("Its encoding is " + encoding + ". Save it as UTF-8.");
      }
      while (reader.next() != XMLStreamConstants.START_ELEMENT) {
        if (reader.getEventType() == XMLStreamConstants.DTD) {
          throw new Unreadable(
              linePrefix(reader) + "it has a document type (<!DOCTYPE …>). Remove it.");
        }
      }
      Element root = element(reader, 1);
      while (reader.hasNext()) {
        reader.next();
      }
      return root;
    } catch (XMLStreamException e) {
      throw new Unreadable(
          "Line %d: it is not well-formed XML. Save it with Camunda Modeler."
              .formatted(e.getLocation().getLineNumber()));
    }
  }

  private static Element element(XMLStreamReader reader, int depth)
      throws XMLStreamException, Unreadable {
    if (depth > MAX_DEPTH) {
      throw new Unreadable(
          linePrefix(reader)
              + "its elements are nested more than "
              + MAX_DEPTH
              + " deep. Draw it again.");
    }
    String namespace = Objects.toString(reader.getNamespaceURI(), "");
    String name = reader.getLocalName();
    int line = reader.getLocation().getLineNumber();
    List<Attribute> attributes = new ArrayList<>();
    for (int i = 0; i < reader.getAttributeCount(); i++) {
      attributes.add(
          new Attribute(
              Objects.toString(reader.getAttributeNamespace(i), ""),
              reader.getAttributeLocalName(i),
              reader.getAttributeValue(i)));
    }
    List<Element> children = new ArrayList<>();
    StringBuilder text = new StringBuilder();
    while (reader.next() != XMLStreamConstants.END_ELEMENT) {
      switch (reader.getEventType()) {
        case XMLStreamConstants.START_ELEMENT -> children.add(element(reader, depth + 1));
        case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA, XMLStreamConstants.SPACE ->
            text.append(reader.getText());
        case XMLStreamConstants.ENTITY_REFERENCE ->
            throw new XMLStreamException("unknown entity", reader.getLocation());
        default -> {}
      }
    }
    return new Element(
        namespace, name, List.copyOf(attributes), List.copyOf(children), text.toString(), line);
  }

  public static String text(byte[] file) throws Unreadable {
    try {
      ByteBuffer text = ByteBuffer.wrap(Definitions.withoutMark(file));
      return StandardCharsets.UTF_8.newDecoder().decode(text).toString();
    } catch (CharacterCodingException e) {
      throw new Unreadable("It is not written in UTF-8. Save it as UTF-8.");
    }
  }

  private static String linePrefix(XMLStreamReader reader) {
    return "Line " + reader.getLocation().getLineNumber() + ": ";
  }
}
