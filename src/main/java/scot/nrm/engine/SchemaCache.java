package scot.nrm.engine;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import javax.xml.parsers.SAXParserFactory;
import javax.xml.validation.Schema;
import javax.xml.validation.SchemaFactory;
import org.camunda.bpm.engine.impl.bpmn.parser.BpmnParse;
import org.camunda.bpm.engine.impl.bpmn.parser.BpmnParser;
import org.camunda.bpm.engine.impl.cfg.AbstractProcessEnginePlugin;
import org.camunda.bpm.engine.impl.cfg.ProcessEngineConfigurationImpl;
import org.camunda.bpm.engine.impl.util.IoUtil;
import org.camunda.bpm.model.bpmn.Bpmn;
import org.camunda.bpm.model.bpmn.BpmnModelInstance;
import org.camunda.bpm.model.bpmn.impl.BpmnModelConstants;
import org.camunda.bpm.model.bpmn.impl.BpmnModelInstanceImpl;
import org.camunda.bpm.model.dmn.Dmn;
import org.camunda.bpm.model.dmn.DmnModelInstance;
import org.camunda.bpm.model.dmn.impl.DmnModelConstants;
import org.camunda.bpm.model.dmn.impl.DmnModelInstanceImpl;
import org.camunda.bpm.model.xml.ModelParseException;
import org.camunda.bpm.model.xml.impl.ModelImpl;
import org.camunda.bpm.model.xml.impl.util.DomUtil;
import org.springframework.stereotype.Component;
import org.xml.sax.SAXException;

/**
 * Reads diagrams and decision tables as the engine does, but reads their schemas only once. The
 * engine reads the schema again with each diagram, and six versions of it with each table, which
 * takes many times as long as the table itself.
 */
@Component
public class SchemaCache extends AbstractProcessEnginePlugin {

  static {
    // As Camunda suggests, for all who read models.
    Bpmn.INSTANCE = new DiagramModels();
    Dmn.INSTANCE = new TableModels();
  }

  @Override
  public void preInit(ProcessEngineConfigurationImpl engine) {
    engine.setBpmnParseFactory(parser -> new DiagramParse(new DiagramParser(parser)));
  }

  /** For those who read tables without the program's engine: it is enough to load this class. */
  static void use() {}

  private static Schema schema(Class<?> library, String location) {
    try {
      return SchemaFactory.newDefaultInstance()
          .newSchema(library.getClassLoader().getResource(location));
    } catch (SAXException e) {
      throw new IllegalStateException(e);
    }
  }

  private static final class DiagramParse extends BpmnParse {

    DiagramParse(DiagramParser parser) {
      super(parser);
    }

    /** Does nothing: the parser already has the schema. */
    @Override
    public void setSchemaResource(String schema) {}
  }

  private static final class DiagramParser extends BpmnParser {

    private static final Schema SCHEMA = schema(BpmnParser.class, BPMN_20_SCHEMA_LOCATION);

    DiagramParser(BpmnParser parser) {
      super(parser.getExpressionManager(), null);
      setParseListeners(parser.getParseListeners());
    }

    @Override
    protected SAXParserFactory getSaxParserFactoryLazily() {
      SAXParserFactory factory = SAXParserFactory.newDefaultInstance();
      factory.setNamespaceAware(true);
      factory.setSchema(SCHEMA);
      try {
        factory.setFeature(NAMESPACE_PREFIXES, true);
      } catch (ParserConfigurationException | SAXException e) {
        throw new IllegalStateException(e);
      }
      return factory;
    }
  }

  /** Diagrams as models, for the checks of a revision and Cockpit's pages. */
  static final class DiagramModels extends Bpmn {

    private static final Schema SCHEMA =
        schema(Bpmn.class, BpmnModelConstants.BPMN_20_SCHEMA_LOCATION);

    @Override
    protected BpmnModelInstance doReadModelFromInputStream(InputStream diagram) {
      return new BpmnModelInstanceImpl(
          (ModelImpl) getBpmnModel(),
          getBpmnModelBuilder(),
          DomUtil.parseInputStream(parsers(SCHEMA), diagram));
    }
  }

  /** Parsers that refuse document types, like Camunda's. */
  private static DocumentBuilderFactory parsers(Schema schema) {
    DocumentBuilderFactory parsers = DocumentBuilderFactory.newDefaultInstance();
    parsers.setNamespaceAware(true);
    parsers.setSchema(schema);
    try {
      parsers.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
    } catch (ParserConfigurationException e) {
      throw new IllegalStateException(e);
    }
    return parsers;
  }

  /** Decision tables as models, from which the engine makes its own, too. */
  static final class TableModels extends Dmn {

    /** The schema of the version that Camunda Modeler writes. */
    private static final Schema SCHEMA =
        schema(Dmn.class, DmnModelConstants.DMN_13_SCHEMA_LOCATION);

    @Override
    protected DmnModelInstance doReadModelFromInputStream(InputStream table) {
      byte[] file = IoUtil.readInputStream(table, "the table");
      try {
        return new DmnModelInstanceImpl(
            (ModelImpl) getDmnModel(),
            getDmnModelBuilder(),
            DomUtil.parseInputStream(parsers(SCHEMA), new ByteArrayInputStream(file)));
      } catch (ModelParseException e) {
        // Another version of the schema, or a mistake that Camunda then reports.
        return super.doReadModelFromInputStream(new ByteArrayInputStream(file));
      }
    }
  }
}
