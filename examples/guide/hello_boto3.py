"""An execution from its start to its end with boto3, on the SWF at the URL in SWF_ENDPOINT."""
import os

import boto3
from botocore.config import Config

# a poll waits for up to 60 seconds at Amazon SWF, so boto3 has to wait longer than that
swf = boto3.client('swf', endpoint_url=os.environ['SWF_ENDPOINT'], region_name='us-east-1',
                   aws_access_key_id='local', aws_secret_access_key='local', config=Config(read_timeout=70))

swf.register_domain(name='boto3', workflowExecutionRetentionPeriodInDays='7')
swf.register_workflow_type(
    domain='boto3', name='order', version='1.0', defaultTaskList={'name': 'orders'},
    defaultExecutionStartToCloseTimeout='3600', defaultTaskStartToCloseTimeout='10', defaultChildPolicy='TERMINATE')
swf.start_workflow_execution(
    domain='boto3', workflowId='order-7', workflowType={'name': 'order', 'version': '1.0'}, input='tea')

task = swf.poll_for_decision_task(domain='boto3', taskList={'name': 'orders'})
swf.respond_decision_task_completed(taskToken=task['taskToken'], decisions=[{
    'decisionType': 'CompleteWorkflowExecution',
    'completeWorkflowExecutionDecisionAttributes': {'result': 'sent'}}])

history = swf.get_workflow_execution_history(domain='boto3', execution=task['workflowExecution'])
for event in history['events']:
    print(event['eventId'], event['eventType'])
