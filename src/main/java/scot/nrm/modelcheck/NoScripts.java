package scot.nrm.modelcheck;

import javax.script.ScriptEngine;
import javax.script.ScriptEngineFactory;
import javax.script.ScriptEngineManager;
import org.camunda.bpm.engine.impl.scripting.engine.ScriptEngineResolver;

/** There is no language in which a script could run. */
final class NoScripts implements ScriptEngineResolver {

  @Override
  public ScriptEngine getScriptEngine(String language, boolean cached) {
    return null;
  }

  @Override
  public void addScriptEngineFactory(ScriptEngineFactory factory) {
    // None is wanted.
  }

  @Override
  public ScriptEngineManager getScriptEngineManager() {
    return new ScriptEngineManager(null);
  }
}
