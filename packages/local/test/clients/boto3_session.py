"""The life of an execution with boto3, and what it makes of faults."""
import os

import boto3
from botocore.exceptions import ClientError

swf = boto3.client('swf', endpoint_url=os.environ['SWF_ENDPOINT'], region_name='us-east-1',
                   aws_access_key_id='local', aws_secret_access_key='local')
flow = {'name': 'flow', 'version': '1'}
act = {'name': 'act', 'version': '1'}
task_list = {'name': 'l'}

swf.register_domain(name='d', workflowExecutionRetentionPeriodInDays='7', tags=[{'key': 'k', 'value': 'v'}])
swf.register_workflow_type(domain='d', **flow, defaultTaskList=task_list, defaultChildPolicy='TERMINATE',
                           defaultExecutionStartToCloseTimeout='3600', defaultTaskStartToCloseTimeout='300')
swf.register_activity_type(domain='d', **act, defaultTaskList=task_list, defaultTaskHeartbeatTimeout='NONE',
                           defaultTaskScheduleToCloseTimeout='NONE', defaultTaskScheduleToStartTimeout='NONE',
                           defaultTaskStartToCloseTimeout='60')
run_id = swf.start_workflow_execution(domain='d', workflowId='w', workflowType=flow, input='grün')['runId']
task = swf.poll_for_decision_task(domain='d', taskList=task_list)
print(task['previousStartedEventId'], task['startedEventId'], task['events'][0]['eventTimestamp'].tzinfo is not None)
swf.respond_decision_task_completed(taskToken=task['taskToken'], decisions=[
    {'decisionType': 'ScheduleActivityTask',
     'scheduleActivityTaskDecisionAttributes': {'activityType': act, 'activityId': 'a'}},
    {'decisionType': 'StartTimer', 'startTimerDecisionAttributes': {'timerId': 't', 'startToFireTimeout': '100'}},
    {'decisionType': 'RecordMarker', 'recordMarkerDecisionAttributes': {'markerName': 'm'}}])
activity = swf.poll_for_activity_task(domain='d', taskList=task_list)
print(swf.record_activity_task_heartbeat(taskToken=activity['taskToken'])['cancelRequested'])
swf.respond_activity_task_completed(taskToken=activity['taskToken'], result='done')
paginator = swf.get_paginator('poll_for_decision_task')
pages = paginator.paginate(domain='d', taskList=task_list, PaginationConfig={'PageSize': 4})
print([event['eventId'] for page in pages for event in page['events']])
info = swf.describe_workflow_execution(domain='d', execution={'workflowId': 'w', 'runId': run_id})
print(info['openCounts']['openTimers'])
swf.terminate_workflow_execution(domain='d', workflowId='w', reason='enough')
closed = swf.list_closed_workflow_executions(domain='d', closeTimeFilter={'oldestDate': 0})
print([(e['closeStatus'], e['cancelRequested']) for e in closed['executionInfos']])
events = swf.get_paginator('get_workflow_execution_history').paginate(
    domain='d', execution={'workflowId': 'w', 'runId': run_id}, PaginationConfig={'PageSize': 5})
print([event['eventType'] for page in events for event in page['events']])
for failing in (lambda: swf.describe_domain(name='x'),
                lambda: swf.register_domain(name='d', workflowExecutionRetentionPeriodInDays='7'),
                lambda: swf.start_workflow_execution(domain='d', workflowId='a:b', workflowType=flow)):
    try:
        failing()
    except ClientError as error:
        print(error.response['Error']['Code'], error.response['Error']['Message'])
