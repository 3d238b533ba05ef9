package scot.nrm.modelcheck;

import javax.script.ScriptEngine;
import javax.script.ScriptEngineFactory;
import javax.script.ScriptEngineManager;
import org.camunda.bpm.engine.impl.scripting.engine.ScriptEngineResolver;

/** Offers no scripting language. */
final class NoScripts implements ScriptEngineResolver {

  @Override
  public ScriptEngine getScriptEngine(String language, boolean cached) {
    return null;
  }

  @Override
  public void addScriptEngineFactory(ScriptEngineFactory factory) {
    // Not allowed.
  }

  @Override
  public ScriptEngineManager getScriptEngineManager() {
    return new ScriptEngineManager(null);
  }
}
