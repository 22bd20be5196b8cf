# The life of an execution with the aws cli, and what it makes of faults.
set -u
export AWS_ACCESS_KEY_ID=local AWS_SECRET_ACCESS_KEY=local AWS_DEFAULT_REGION=us-east-1 AWS_PAGER=
swf() { /usr/bin/aws --endpoint-url "$SWF_ENDPOINT" swf "$@" 2>&1; }
swf register-domain --name d --workflow-execution-retention-period-in-days 7
swf register-workflow-type --domain d --name flow --workflow-version 1 --default-task-list name=l \
  --default-child-policy TERMINATE --default-execution-start-to-close-timeout 3600 --default-task-start-to-close-timeout 300
run=$(swf start-workflow-execution --domain d --workflow-id w --workflow-type name=flow,version=1 --query runId --output text)
token=$(swf poll-for-decision-task --domain d --task-list name=l --query taskToken --output text)
swf respond-decision-task-completed --task-token "$token" --decisions '[{"decisionType":"CompleteWorkflowExecution"}]'
swf list-closed-workflow-executions --domain d --start-time-filter oldestDate=0 \
  --query 'executionInfos[].[execution.workflowId,closeStatus]' --output text
swf get-workflow-execution-history --domain d --execution "workflowId=w,runId=$run" \
  --query 'events[].[eventId,eventType]' --output text
swf describe-domain --name x
swf register-domain --name d --workflow-execution-retention-period-in-days 7
exit 0
