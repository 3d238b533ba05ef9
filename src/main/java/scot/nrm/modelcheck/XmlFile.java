package scot.nrm.modelcheck;

import java.io.IOException;
import java.io.StringReader;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.xml.XMLConstants;
import javax.xml.parsers.ParserConfigurationException;
import javax.xml.parsers.SAXParserFactory;
import org.xml.sax.Attributes;
import org.xml.sax.InputSource;
import org.xml.sax.Locator;
import org.xml.sax.SAXException;
import org.xml.sax.SAXParseException;
import org.xml.sax.XMLReader;
import org.xml.sax.helpers.DefaultHandler;

/**
 * Reads an XML file that somebody has sent, before any other parser sees it: without document types
 * and entities, so that it can neither read a file of the server nor grow in memory, in UTF-8 only,
 * so that every parser reads the same.
 */
final class XmlFile {

  /** More than any drawing has; a deep file would take the stack of whoever walks through it. */
  private static final int DEEPEST = 50;

  private static final Pattern ENCODING =
      Pattern.compile("^\\uFEFF?\\s*<\\?xml[^>]*?encoding\\s*=\\s*[\"']([^\"']*)");

  private XmlFile() {}

  /**
   * @param namespace of its name; empty where there is none
   * @param name without prefix
   * @param text its own text, without that of elements in it
   * @param line where its start tag ends, counted from 1
   */
  record Element(
      String namespace,
      String name,
      List<Attribute> attributes,
      List<Element> children,
      StringBuilder text,
      int line) {

    /** The value of an attribute without namespace; {@code null} where there is none. */
    String attribute(String attribute) {
      return attribute("", attribute);
    }

    String attribute(String space, String attribute) {
      return attributes.stream()
          .filter(one -> one.namespace().equals(space) && one.name().equals(attribute))
          .map(Attribute::value)
          .findFirst()
          .orElse(null);
    }

    /** This element and all in it, as they stand in the file. */
    Stream<Element> all() {
      return Stream.concat(Stream.of(this), children.stream().flatMap(Element::all));
    }
  }

  /** An attribute; the namespace is empty where there is none. */
  record Attribute(String namespace, String name, String value) {}

  /** The file cannot be read; the message is a sentence for whoever sends it. */
  static final class Unreadable extends Exception {
    Unreadable(String sentence) {
      super(sentence);
    }
  }

  /** The root element. */
  static Element read(byte[] file) throws Unreadable {
    String text = text(file);
    Matcher encoding = ENCODING.matcher(text);
    if (encoding.find() && !encoding.group(1).equalsIgnoreCase("UTF-8")) {
      throw new Unreadable("Its encoding is " + encoding.group(1) + ". Save it as UTF-8.");
    }
    Reading reading = new Reading();
    try {
      XMLReader reader = parser();
      reader.setContentHandler(reading);
      reader.setErrorHandler(reading);
      reader.setEntityResolver((publicId, systemId) -> new InputSource(new StringReader("")));
      reader.parse(
          new InputSource(new StringReader(text.startsWith("\uFEFF") ? text.substring(1) : text)));
    } catch (SAXParseException e) {
      throw new Unreadable(
          "Line "
              + e.getLineNumber()
              + (text.contains("<!DOCTYPE")
                  ? ": it has a document type (<!DOCTYPE …>). Remove it."
                  : ": it is not well-formed XML. Save it with Camunda Modeler."));
    } catch (SAXException e) {
      throw new Unreadable(e.getMessage());
    } catch (IOException | ParserConfigurationException e) {
      throw new IllegalStateException("The file cannot be read", e);
    }
    return reading.root;
  }

  /** The file as text. */
  static String text(byte[] file) throws Unreadable {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(file)).toString();
    } catch (CharacterCodingException e) {
      throw new Unreadable("It is not written in UTF-8. Save it as UTF-8.");
    }
  }

  /** The parser of the virtual machine itself, whatever else is on the class path. */
  private static XMLReader parser() throws ParserConfigurationException, SAXException {
    SAXParserFactory factory = SAXParserFactory.newDefaultNSInstance();
    factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
    factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
    factory.setFeature("http://xml.org/sax/features/external-general-entities", false);
    factory.setFeature("http://xml.org/sax/features/external-parameter-entities", false);
    factory.setFeature("http://apache.org/xml/features/nonvalidating/load-external-dtd", false);
    return factory.newSAXParser().getXMLReader();
  }

  private static final class Reading extends DefaultHandler {

    private final Deque<Element> open = new ArrayDeque<>();
    private Locator place;
    private Element root;

    @Override
    public void setDocumentLocator(Locator locator) {
      place = locator;
    }

    @Override
    public void startElement(String space, String name, String qualified, Attributes given)
        throws SAXException {
      if (open.size() == DEEPEST) {
        throw new SAXException(
            "Line "
                + place.getLineNumber()
                + ": its elements are nested more than "
                + DEEPEST
                + " deep. Draw it again.");
      }
      List<Attribute> attributes = new ArrayList<>();
      for (int i = 0; i < given.getLength(); i++) {
        attributes.add(new Attribute(given.getURI(i), given.getLocalName(i), given.getValue(i)));
      }
      Element element =
          new Element(
              space,
              name,
              attributes,
              new ArrayList<>(),
              new StringBuilder(),
              place.getLineNumber());
      if (root == null) {
        root = element;
      } else {
        open.peek().children().add(element);
      }
      open.push(element);
    }

    @Override
    public void endElement(String space, String name, String qualified) {
      open.pop();
    }

    @Override
    public void characters(char[] characters, int start, int length) {
      open.peek().text().append(characters, start, length);
    }

    @Override
    public void fatalError(SAXParseException e) throws SAXException {
      throw e;
    }
  }
}
