package scot.nrm.age;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.impl.util.ClockUtil;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;
import scot.nrm.Databases;
import scot.nrm.casefile.ChainedRow;
import scot.nrm.casefile.ChangeChain;
import scot.nrm.journeys.Invented;
import scot.nrm.journeys.Journey;
import scot.nrm.register.Register;

/** Waits that began in a version of the diagram with a timer on the 18th birthday. */
@SpringBootTest(
    webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
    properties = {"camunda.bpm.job-execution.enabled=false", "nrm.demo.cases=false"})
class OlderWaitsTest implements Databases.OnH2 {

  private static final String DAY = "2009-05-18";
  private static final Date BIRTHDAY = Date.from(Instant.parse("2012-07-22T23:00:00Z"));

  @Autowired ProcessEngine engine;
  @Autowired OlderWaits older;
  @Autowired Register register;
  @Autowired JdbcClient jdbc;
  @Autowired ChangeChain chain;
  @Autowired PlatformTransactionManager transactions;

  private final List<String> deployments = new ArrayList<>();

  @AfterEach
  void asBefore() {
    deployments.forEach(id -> engine.getRepositoryService().deleteDeployment(id, true));
    ClockUtil.reset();
  }

  private void deploy(Path diagram) throws IOException {
    deployments.add(
        engine
            .getRepositoryService()
            .createDeployment()
            .addString("coming-of-age.bpmn", Files.readString(diagram))
            .deploy()
            .getId());
  }

  @Test
  void beginAgainOutsideTheEngineAndTheBirthdayIsForgotten() throws IOException {
    deploy(Path.of("src/test/resources/scot/nrm/age/coming-of-age-before.bpmn"));
    Journey child = new Journey(engine);
    child
        .referred(DAY, Invented.referralAndChild(DAY))
        .does("ukhtc.intake", "Task_LogReferral", Invented.received(DAY));
    asFromBeforeSets(child.caseNumber());
    engine
        .getRuntimeService()
        .createProcessInstanceByKey("coming-of-age")
        .businessKey(child.caseNumber())
        .setVariable("localAuthority", "glasgow-city")
        .setVariable("comesOfAge", BIRTHDAY)
        .startBeforeActivity("Gateway_WhatComesFirst")
        .execute();
    assertThat(tracesOfTheBirthday()).isPositive();
    deploy(Path.of("processes/coming-of-age.bpmn"));

    older.run(null);

    assertThat(waits(child)).isZero();
    assertThat(child.birthdayCheck()).isEqualTo("2012-07-01");
    assertThat(tracesOfTheBirthday()).isZero();
    older.run(null);
    assertThat(child.birthdayCheck()).as("once is enough").isEqualTo("2012-07-01");

    child.on("2012-07-22");
    assertThat(register.find(child.caseNumber()).orElseThrow().now().adultFrom()).isNull();
    child.on("2012-07-23");
    assertThat(register.find(child.caseNumber()).orElseThrow().now().adultFrom())
        .isEqualTo("2012-07-23");
  }

  private long waits(Journey child) {
    return engine
        .getRuntimeService()
        .createProcessInstanceQuery()
        .processDefinitionKey("coming-of-age")
        .processInstanceBusinessKey(child.caseNumber())
        .count();
  }

  private void asFromBeforeSets(String caseNumber) {
    new TransactionTemplate(transactions)
        .executeWithoutResult(
            status -> {
              chain.changed(caseNumber, ChainedRow.CASE, caseNumber);
              jdbc.sql("update case_register set definition_set = null where case_number = ?")
                  .param(caseNumber)
                  .update();
            });
  }

  private int tracesOfTheBirthday() {
    return jdbc.sql(
            """
            select (select count(*) from ACT_RU_JOB where DUEDATE_ = :day)
              + (select count(*) from ACT_HI_JOB_LOG where JOB_DUEDATE_ = :day)
              + (select count(*) from ACT_RU_VARIABLE where LONG_ = :millis)
              + (select count(*) from ACT_HI_VARINST where LONG_ = :millis)
              + (select count(*) from ACT_HI_DETAIL where LONG_ = :millis)\
            """)
        .param("day", new Timestamp(BIRTHDAY.getTime()))
        .param("millis", BIRTHDAY.getTime())
        .query(Integer.class)
        .single();
  }
}
